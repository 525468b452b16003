"""Three crates of our own with every way to bring a name about, and what each path should mean."""

from collections.abc import Mapping

_SHOP_MANIFEST = """
[package]
name = "the-shop"
version = "1.2.0"
edition = "2021"

[lib]
name = "shop"

[features]
default = ["bag"]
bag = []
net = ["wire"]
wire = []
deep = ["core-of-it/deep"]
loud = ["dep:shop-macros"]

[dependencies]
core-of-it = { package = "shop-core", version = "0.3", path = "../shop-core" }
shop-macros = { version = "0.1", path = "../shop-macros", optional = true }
"""
_SHOP = {
    "Cargo.toml": _SHOP_MANIFEST,
    "src/lib.rs": r"""
//! A shop.
#[macro_use]
mod macros;
mod hidden;
pub mod shelf;
pub mod till;
#[path = "odd/place.rs"]
pub mod elsewhere;
mod glob_a;
mod glob_b;

pub use hidden::{Revealed, Secret as Renamed, deeper};
pub use glob_a::*;
pub use glob_b::*;
pub use core_of_it as inner;
pub use core_of_it::{Engine, parts::*};
pub use std::sync::Arc;
pub use std::collections as collected;
#[cfg(feature = "loud")]
pub use shop_macros::{Loud, shout};

#[cfg(feature = "net")]
pub fn connect() {}

#[cfg(all(feature = "net", feature = "bag"))]
pub mod both {
    pub struct Parcel;
}
#[cfg(any(feature = "net", feature = "bag"))]
pub const EITHER: u8 = 1;
#[cfg(not(feature = "bag"))]
pub fn without_bag() {}
#[cfg(test)]
pub fn only_tested() {}
#[cfg(target_pointer_width = "64")]
pub fn wide() {}

cfg_net! {
    pub mod wires {
        pub fn pull() {}
    }
}
cfg_bag! {
    pub fn open_bag() {}
}

pub trait Animal: Named {
    const LEGS: u8;
    type Food;
    fn speak(&self) -> String;
    fn twice(&self) -> String { self.speak() }
}
pub trait Named {
    fn name(&self) -> String { String::new() }
}

#[derive(Clone, Debug, PartialEq, Default)]
pub struct Dog {
    pub age: u8,
    secret: u8,
}
impl Dog {
    pub const MAX: u8 = 20;
    pub fn new() -> Self { Dog::default() }
    pub(crate) fn inside() {}
    fn private() {}
    pub fn age(&self) -> u8 { self.age }
    pub fn secret(&self) -> u8 { self.secret }
    #[cfg(feature = "net")]
    pub fn online(&self) {}
}
impl Named for Dog {}
impl Animal for Dog {
    const LEGS: u8 = 4;
    type Food = u8;
    fn speak(&self) -> String { String::new() }
}
impl From<u8> for Dog {
    fn from(age: u8) -> Self { Dog { age, secret: 0 } }
}
impl std::fmt::Display for Dog {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { write!(f, "dog") }
}

pub type Puppy = Dog;
pub struct Wrapped<T>(pub T);
impl<T> Wrapped<T> {
    pub fn unwrap(self) -> T { self.0 }
}
impl Wrapped<u8> {
    pub fn byte(&self) -> u8 { self.0 }
}
#[derive(Debug)]
pub enum Sound {
    Bark,
    Growl { level: u8 },
    #[cfg(feature = "net")]
    Beep,
}
impl Sound {
    pub fn loudest() -> Self { Sound::Bark }
}
pub mod sounds {
    pub use super::Sound::*;
}
pub union Bits { pub whole: u32 }
pub static BELL: u8 = 7;

count! { one two three }
setters! { Dog: collar u8, leash u16 }
made_name! { Gift }
""",
    "src/macros.rs": r"""
macro_rules! cfg_net {
    ($($item:item)*) => { $( #[cfg(feature = "net")] $item )* };
}
#[cfg(feature = "bag")]
macro_rules! cfg_bag { ($($tokens:tt)*) => { $($tokens)* }; }
#[cfg(not(feature = "bag"))]
macro_rules! cfg_bag { ($($tokens:tt)*) => {}; }
macro_rules! count {
    ($($name:ident)*) => { $( pub fn $name() -> u8 { 1 } )* };
}
macro_rules! setters {
    ($owner:ident: $($name:ident $kind:ty),* $(,)?) => {
        impl $owner { $(
            /// Sets it.
            pub fn $name(&mut self, value: $kind) -> $kind { value }
        )* }
    };
}
macro_rules! made_name {
    ($name:ident) => {
        pub struct $name;
        impl $name { pub fn unpack() {} }
    };
}
#[macro_export]
macro_rules! greet { () => {}; }
macro_rules! not_exported { () => {}; }
""",
    "src/hidden.rs": r"""
pub struct Revealed;
impl Revealed {
    pub fn shown() {}
}
pub struct Secret;
impl Secret {
    pub fn kept() {}
}
pub struct NeverShown;
pub mod deeper {
    pub fn down() {}
    pub(crate) fn half() {}
    pub(super) fn near() {}
}
""",
    "src/shelf/mod.rs": r"""
mod books;
pub mod top {
    pub use super::books::Novel;
    pub use crate::till::Coin as Token;
    pub use self::inner::Leaf;
    mod inner { pub struct Leaf; }
}
pub use books::Novel as Story;
pub fn r#move() {}
""",
    "src/shelf/books.rs": "pub struct Novel;\nimpl Novel { pub fn read(&self) {} }\n",
    "src/till.rs": "mod coin;\npub use self::coin::Coin;\npub fn count() -> u32 { 0 }\n",
    "src/till/coin.rs": "pub enum Coin { Penny, Pound }\n",
    "src/odd/place.rs": "pub fn found() {}\n",
    "src/glob_a.rs": r"""
pub use crate::glob_b::*;
pub fn from_glob() {}
pub struct Dog;
pub(crate) fn crate_only() {}
""",
    "src/glob_b.rs": r"""
pub use crate::glob_a::*;
pub fn from_other_glob() {}
use crate::till::Coin;
pub fn uses(_: Coin) {}
""",
}
_CORE = {
    "Cargo.toml": """
[package]
name = "shop-core"
version = "0.3.1"
edition = "2018"

[features]
deep = []
""",
    "src/lib.rs": r"""
pub mod parts {
    pub struct Wheel;
    impl Wheel { pub fn turn(&self) {} }
    pub fn assemble() {}
}
pub struct Engine;
impl Engine {
    pub fn start() -> Self { Engine }
    #[cfg(feature = "deep")]
    pub fn inspect(&self) {}
}
#[macro_export]
macro_rules! rev { () => {}; }
""",
}
_MACROS = {
    "Cargo.toml": """
[package]
name = "shop-macros"
version = "0.1.0"
edition = "2021"

[lib]
proc-macro = true
""",
    "src/lib.rs": r"""
extern crate proc_macro;
use proc_macro::TokenStream;

#[proc_macro_derive(Loud, attributes(loud))]
pub fn derive_loud(_: TokenStream) -> TokenStream { TokenStream::new() }
#[proc_macro]
pub fn shout(_: TokenStream) -> TokenStream { TokenStream::new() }
""",
}
FILES: Mapping[str, Mapping[str, str]] = {
    "the-shop": _SHOP,
    "shop-core": _CORE,
    "shop-macros": _MACROS,
}
EXISTS = """
shop shop::shelf shop::shelf::top shop::till shop::elsewhere::found
shop::Revealed shop::Revealed::shown shop::Renamed shop::Renamed::kept
shop::deeper::down shop::from_glob shop::from_other_glob
shop::shelf::top::Novel shop::shelf::top::Novel::read shop::shelf::top::Token::Penny
shop::shelf::top::Leaf shop::shelf::Story shop::shelf::r#move
shop::till::Coin::Pound shop::till::count
shop::inner::Engine shop::inner::parts::assemble shop::Engine::start shop::Wheel::turn
shop::assemble shop::inner::rev shop::Arc
shop::EITHER shop::wide shop::open_bag
shop::Animal shop::Animal::speak shop::Animal::twice
shop::Dog shop::Dog::new shop::Dog::MAX shop::Dog::age shop::Dog::secret
shop::Dog::speak shop::Dog::twice shop::Dog::name shop::Dog::clone shop::Dog::default
shop::Dog::eq shop::Dog::from shop::Dog::into shop::Dog::to_string shop::Dog::LEGS
shop::Puppy::new shop::Wrapped::unwrap shop::Wrapped::byte
shop::Sound::Bark shop::Sound::Growl shop::Sound::loudest shop::sounds::Bark
shop::Bits shop::BELL shop::one shop::three
shop::Dog::collar shop::Dog::leash shop::Gift shop::Gift::unpack shop::greet
""".split()
GATED = {
    "shop::connect": "net",
    "shop::both::Parcel": "net",
    "shop::wires::pull": "net",
    "shop::Dog::online": "net",
    "shop::Sound::Beep": "net",
    "shop::without_bag": "without bag",
    "shop::Engine::inspect": "deep",
    "shop::Loud": "loud",
    "shop::shout": "loud",
}
ABSENT = """
shop::Revealing shop::hidden shop::hidden::Revealed shop::Secret shop::NeverShown
shop::deeper::half shop::deeper::near shop::crate_only shop::glob_a shop::Coin
shop::shelf::books shop::shelf::top::inner shop::till::coin shop::only_tested
shop::Animal::name shop::Dog::private shop::Dog::inside shop::Dog::bark shop::Dog::cmp
shop::Renamed::shown shop::Sound::Meow shop::sounds::loudest shop::parts
shop::not_exported shop::rev shop::four shop::Dog::bowl shop::Gift::wrap
shop::inner::core shop::Engine::stop shop::collected_things the_shop::Dog
""".split()
