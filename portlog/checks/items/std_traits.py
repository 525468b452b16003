"""The items of the standard library's traits that crates implement and derive most."""

from collections.abc import Mapping

_ITERATOR = (
    "Item next size_hint count last advance_by nth step_by chain zip intersperse map for_each"
    " filter filter_map enumerate peekable skip_while take_while map_while skip take scan flat_map"
    " flatten map_windows fuse inspect by_ref collect partition is_partitioned try_fold"
    " try_for_each fold reduce try_reduce all any find find_map try_find position rposition max"
    " min max_by_key max_by min_by_key min_by rev unzip copied cloned cycle array_chunks sum"
    " product cmp cmp_by partial_cmp partial_cmp_by eq eq_by ne lt le gt ge is_sorted is_sorted_by"
    " is_sorted_by_key next_chunk collect_into try_collect"
)
_ITEMS: Mapping[str, str] = {
    "Clone": "clone clone_from",
    "Copy": "",
    "Default": "default",
    "Debug": "fmt",
    "Display": "fmt to_string",
    "LowerHex": "fmt",
    "UpperHex": "fmt",
    "LowerExp": "fmt",
    "UpperExp": "fmt",
    "Binary": "fmt",
    "Octal": "fmt",
    "Pointer": "fmt",
    "PartialEq": "eq ne",
    "Eq": "",
    "PartialOrd": "partial_cmp lt le gt ge",
    "Ord": "cmp max min clamp",
    "Hash": "hash hash_slice",
    "Hasher": "finish write write_u8 write_u16 write_u32 write_u64 write_u128 write_usize write_i8"
    " write_i16 write_i32 write_i64 write_i128 write_isize",
    "BuildHasher": "Hasher build_hasher hash_one",
    "From": "from",
    "Into": "into",
    "TryFrom": "try_from Error",
    "TryInto": "try_into Error",
    "AsRef": "as_ref",
    "AsMut": "as_mut",
    "Borrow": "borrow",
    "BorrowMut": "borrow_mut",
    "ToOwned": "to_owned clone_into Owned",
    "ToString": "to_string",
    "FromStr": "from_str Err",
    "Deref": "deref Target",
    "DerefMut": "deref_mut",
    "Drop": "drop",
    "Index": "index Output",
    "IndexMut": "index_mut",
    "Iterator": _ITERATOR,
    "DoubleEndedIterator": "next_back advance_back_by nth_back try_rfold rfold rfind",
    "ExactSizeIterator": "len is_empty",
    "FusedIterator": "",
    "TrustedLen": "",
    "IntoIterator": "into_iter Item IntoIter",
    "FromIterator": "from_iter",
    "Extend": "extend extend_one extend_reserve",
    "Sum": "sum",
    "Product": "product",
    "Error": "source description cause provide",
    "Write": "write write_vectored flush write_all write_all_vectored write_fmt by_ref write_str"
    " write_char is_write_vectored",
    "Read": "read read_vectored read_to_end read_to_string read_exact by_ref bytes chain take"
    " read_buf read_buf_exact is_read_vectored",
    "BufRead": "fill_buf consume read_until read_line split lines skip_until has_data_left",
    "Seek": "seek rewind stream_position stream_len seek_relative",
    "Future": "poll Output",
    "IntoFuture": "into_future Output IntoFuture",
    "Wake": "wake wake_by_ref",
    "Any": "type_id",
    "Send": "",
    "Sync": "",
    "Unpin": "",
    "UnwindSafe": "",
    "RefUnwindSafe": "",
    "Sized": "",
    "StructuralPartialEq": "",
    "Termination": "report",
    "ToSocketAddrs": "to_socket_addrs Iter",
    "AsRawFd": "as_raw_fd",
    "FromRawFd": "from_raw_fd",
    "IntoRawFd": "into_raw_fd",
    "AsFd": "as_fd",
    "AsRawHandle": "as_raw_handle",
    "AsHandle": "as_handle",
    "AsRawSocket": "as_raw_socket",
    "AsSocket": "as_socket",
    "FromRawSocket": "from_raw_socket",
    "IntoRawSocket": "into_raw_socket",
    "FromRawHandle": "from_raw_handle",
    "IntoRawHandle": "into_raw_handle",
    "GlobalAlloc": "alloc dealloc alloc_zeroed realloc",
    "RangeBounds": "start_bound end_bound contains is_empty",
    "Neg": "neg Output",
    "Not": "not Output",
    **{
        name: f"{name.lower()} Output"
        for name in ("Add", "Sub", "Mul", "Div", "Rem", "Shl", "Shr", "BitAnd", "BitOr", "BitXor")
    },
    **{
        f"{name}Assign": f"{name.lower()}_assign"
        for name in ("Add", "Sub", "Mul", "Div", "Rem", "Shl", "Shr", "BitAnd", "BitOr", "BitXor")
    },
}
STD_TRAITS: Mapping[str, frozenset[str]] = {
    name: frozenset(items.split()) for name, items in _ITEMS.items()
}
# what the standard library implements for every type
FOR_EVERY_TYPE: Mapping[str, str] = {
    "from": "From",
    "into": "Into",
    "try_from": "TryFrom",
    "try_into": "TryInto",
    "borrow": "Borrow",
    "borrow_mut": "BorrowMut",
    "type_id": "Any",
}
# what it implements for every type that has another trait
THROUGH_ANOTHER: Mapping[str, tuple[str, str]] = {
    "to_string": ("Display", "ToString"),
    "to_owned": ("Clone", "ToOwned"),
    "into_iter": ("Iterator", "IntoIterator"),
    "into_future": ("Future", "IntoFuture"),
}
# derives of other crates whose traits are known as well
KNOWN_DERIVES: Mapping[str, frozenset[str]] = {
    "Serialize": frozenset({"serialize"}),
    "Deserialize": frozenset({"deserialize", "deserialize_in_place"}),
    "Zeroize": frozenset({"zeroize"}),
    "ZeroizeOnDrop": frozenset(),
}
BUILT_WITH_RUST = frozenset({"std", "core", "alloc"})
STD_CRATES = frozenset({"std", "core", "alloc", "proc_macro", "test"})
_PRIMITIVES_WORDS = (
    "bool char str u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize f32 f64 never"
)
PRIMITIVES = frozenset(_PRIMITIVES_WORDS.split())
_PRELUDE_WORDS = (
    "Option Some None Result Ok Err Vec String Box ToString ToOwned Clone Copy Send Sync Sized"
    " Drop Fn FnMut FnOnce Iterator IntoIterator Extend DoubleEndedIterator ExactSizeIterator"
    " Default PartialEq Eq PartialOrd Ord AsRef AsMut Into From TryFrom TryInto FromIterator Debug"
    " Hash Unpin Future IntoFuture drop"
)
PRELUDE = frozenset(_PRELUDE_WORDS.split())
