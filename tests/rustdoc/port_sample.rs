//! A made-up crate with every way in which an item can be there, be off, or lie elsewhere.

pub mod plain {
    #[derive(Debug, Clone, Default, PartialEq)]
    pub struct Type {
        pub field: u32,
        hidden: u8,
    }

    impl Type {
        pub const LIMIT: usize = 3;

        pub fn new(field: u32) -> Self {
            Type { field, hidden: 0 }
        }

        #[allow(dead_code)]
        fn private(&self) -> u8 {
            self.hidden
        }

        #[cfg(feature = "net")]
        pub fn connect(&mut self, to: &str) -> Result<Vec<u8>, std::io::Error> {
            Ok(to.as_bytes().to_vec())
        }

        #[cfg(feature = "extra")]
        pub fn reconnect(&mut self) {}

        #[doc(hidden)]
        pub fn __undocumented(&self) {}
    }

    pub struct Pair(pub u8, u8);

    impl Pair {
        pub fn second(&self) -> u8 {
            self.1
        }
    }

    pub struct Unit;

    pub union Bits {
        pub whole: u32,
        pub float: f32,
    }

    pub enum Shape {
        Dot,
        Circle(f64),
        Square { side: f64 },
        #[cfg(feature = "extra")]
        Cube,
    }

    pub trait Draw {
        const N: u8;
        type Out;

        fn draw(&self) -> Self::Out;

        fn twice(&self) -> u8 {
            2
        }
    }

    impl Draw for Type {
        const N: u8 = 1;
        type Out = ();

        fn draw(&self) {}
    }

    pub trait Show {
        fn show(&self) {}
    }

    impl<T: std::fmt::Debug> Show for T {}

    pub type Alias = Type;
    pub type AliasOfAlias = Alias;
    pub type Boxed = Box<Type>;
    pub type Bytes = [u8; 4];
    pub const LIMIT: u8 = 1;
    pub static NAME: &str = "sample";

    pub fn same() {}

    pub mod same {}

    pub fn later<T: Clone, const N: usize>(x: &[T; N], check: impl Fn(&T) -> bool) -> Option<T> {
        x.iter().find(|one| check(one)).cloned()
    }

    pub mod r#type {
        pub fn r#match() {}
    }
}

mod inner {
    pub struct FromInner;

    impl FromInner {
        pub fn go() {}
    }

    pub fn by_glob() {}

    pub mod deep {
        pub fn down() {}
    }

    mod more {
        pub fn far() {}
    }

    pub use more::*;
}

pub use inner::FromInner;
pub use inner::FromInner as Renamed;
pub use inner::*;
pub use plain::Shape::*;

mod round {
    pub use super::about::*;

    pub struct InRound;
}

mod about {
    pub use super::round::*;

    pub struct InAbout;
}

pub use round::*;

pub mod prelude {
    pub use super::plain::Draw as _;
    pub use super::plain::{Show, Type};
}

pub mod outside {
    pub extern crate outer_dep as outer;

    pub use made_by_code::{spelled, traced, Ported};
    pub use outer_dep::foreign_macro;
    pub use outer_dep::glob as foreign_mod;
    pub use outer_dep::Foreign;
    pub use std::collections::HashMap;

    pub mod globbed {
        pub use outer_dep::glob::*;

        pub struct Own;
    }
}

#[cfg(feature = "net")]
pub mod net {
    pub fn dial() {}

    #[cfg(all(feature = "extra", unix))]
    pub fn both() {}

    #[cfg(any(feature = "extra", feature = "net"))]
    pub fn either() {}

    #[cfg(not(feature = "nope"))]
    pub fn without() {}

    #[cfg(any(docsrs, feature = "extra"))]
    pub fn documented() {}

    #[cfg(any(docsrs, windows))]
    pub fn elsewhere() {}

    #[cfg(not(loom))]
    pub fn usual() {}

    #[cfg(built)]
    pub fn by_build_script() {}
}

#[cfg(docsrs)]
pub mod only_documented {}

#[cfg(feature = "extra")]
pub use inner::deep::down as gated_down;

#[cfg(feature = "extra")]
pub use inner::deep::down as twin;
#[cfg(not(feature = "extra"))]
pub use inner::deep as twin;

#[macro_export]
macro_rules! shout {
    ($x:expr) => {
        $x
    };
}

#[macro_export]
#[cfg(feature = "extra")]
macro_rules! shout_more {
    () => {};
}

#[doc(hidden)]
pub mod __private {
    pub struct Secret;

    impl Secret {
        pub fn open() {}
    }
}

pub use __private::Secret as Shown;

macro_rules! made {
    ($($name:ident)*) => { $(pub fn $name() {})* };
}

made! { one two }

#[cfg_attr(feature = "extra", derive(Clone))]
#[derive(Debug)]
pub struct Sometimes(pub u8);

#[cfg(feature = "extra")]
impl Default for Sometimes {
    fn default() -> Self {
        Sometimes(1)
    }
}

impl std::ops::Deref for Sometimes {
    type Target = u8;

    fn deref(&self) -> &u8 {
        &self.0
    }
}
