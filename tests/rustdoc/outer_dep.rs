//! A made-up crate whose items another one re-exports.
#![doc(html_root_url = "https://docs.rs/outer-dep/0.3.1")]

mod hidden {
    pub struct Foreign;

    impl Foreign {
        pub fn go(&self) {}
    }
}

pub use hidden::Foreign;

pub fn foreign_fn() {}

pub mod glob {
    pub struct FromGlob;

    pub enum Pick {
        One,
        Two,
    }
}

#[macro_export]
macro_rules! foreign_macro {
    () => {};
}
