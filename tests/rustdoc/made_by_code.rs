//! A made-up crate of procedural macros.
extern crate proc_macro;

use proc_macro::TokenStream;

/// A derive.
#[proc_macro_derive(Ported)]
pub fn ported(_: TokenStream) -> TokenStream {
    TokenStream::new()
}

/// An attribute.
#[proc_macro_attribute]
pub fn traced(_: TokenStream, item: TokenStream) -> TokenStream {
    item
}

/// A macro like a function.
#[proc_macro]
pub fn spelled(item: TokenStream) -> TokenStream {
    item
}
