"""Crates that many others build on: what a slightly wrong name most likely means.

A name here proves nothing by itself; the registry confirms it before it is suggested.
"""

_NAMES = """
actix actix-rt actix-web addr2line adler aes aes-gcm ahash aho-corasick alloy ammonia anstream
anstyle anyhow approx arbitrary arboard arc-swap argh argon2 arrayref arrayvec arrow askama
assert_cmd assert_matches async-channel async-compression async-graphql async-lock async-openai
async-std async-stream async-trait atty autocfg aws-config aws-sdk-s3 axum axum-core axum-extra
backoff backtrace base64 base64ct bat bevy bincode bindgen bit-set bit-vec bitflags bitvec blake2
blake3 block-buffer bollard bon bstr built bumpalo bytecount bytemuck byteorder bytes bytesize
cached camino candle-core cargo-platform cargo_metadata cbindgen cc cfg-if cfg_aliases chacha20
chacha20poly1305 chrono chrono-tz ciborium cipher clap clap_complete clap_derive cmake color-eyre
colorchoice colored comfy-table comrak concurrent-queue config console console_error_panic_hook
constant_time_eq cookie cookie_store cpal cpufeatures crc crc32fast criterion cron crossbeam
crossbeam-channel crossbeam-deque crossbeam-epoch crossbeam-queue crossbeam-utils crossterm
crypto-common csv csv-core ctor ctr ctrlc curl darling dashmap data-encoding deadpool
deadpool-postgres deno_core derive_builder derive_more deunicode dialoguer diesel
diesel_migrations diff difflib digest directories dirs dirs-next dirs-sys dotenv dotenvy
downcast-rs duct dyn-clone ed25519 ed25519-dalek egui either elliptic-curve email-address
embedded-hal encode_unicode encoding encoding_rs enum-iterator enum-map enumflags2 env_logger envy
erased-serde errno error-chain event-listener eventsource-stream eyre failure fallible-iterator
fancy-regex fastrand figment filetime finl_unicode flate2 flume fnv foreign-types form_urlencoded
fs-err fs2 fs_extra futures futures-channel futures-core futures-executor futures-io futures-lite
futures-macro futures-sink futures-task futures-timer futures-util fuzzy-matcher fxhash
generic-array getopts getrandom getset gimli git2 gix glob globset globwalk gloo goblin governor
grep-regex gtk h2 half handlebars hashbrown hashlink hdrhistogram headers heapless heck hermit-abi
hex hex-literal hf-hub hidapi hkdf hmac home hostname html2md html2text html5ever http http-body
http-body-util httparse httpdate httpmock humansize humantime hyper hyper-rustls hyper-timeout
hyper-tls hyper-util iana-time-zone ical ident_case idna ignore image imap include_dir indenter
indexmap indicatif indoc inotify insta instant inventory io-lifetimes ipnet ipnetwork is-terminal
is_terminal_polyfill itertools itoa jni jobserver js-sys json json5 jsonpath jsonrpsee jsonschema
jsonwebtoken juniper k8s-openapi keyring kube kuchiki lazy_static lazycell leptos lettre
levenshtein lexical lexical-core lexopt libc libgit2-sys libloading libm libp2p libsqlite3-sys
libssh2-sys libz-sys linfa linked-hash-map linkme linux-raw-sys litemap llm lock_api log log4rs
lopdf lru lz4 lz4_flex mac mailparse markdown matchers matches matchit matrix-sdk maud maxminddb
md-5 md5 memchr memmap memmap2 memoffset miette mimalloc mime mime_guess minijinja minimal-lexical
miniz_oxide mio mlua mockall mockito mongodb more-asserts multer multipart nalgebra nanoid
native-tls ndarray neli nix nom nom_locate notify notify-debouncer-mini ntapi nu-ansi-term num
num-bigint num-complex num-derive num-integer num-iter num-rational num-traits num_cpus num_enum
oauth2 object object_store ollama-rs once_cell onig opaque-debug open openai-api-rs openssl
openssl-probe openssl-sys opentelemetry opentelemetry-otlp ordered-float os_info os_pipe ouroboros
owo-colors p256 parking parking_lot parking_lot_core parquet password-hash paste pathdiff pbkdf2
pdf-extract peeking_take_while pem pem-rfc7468 percent-encoding pest pest_derive petgraph phf
phf_codegen phf_macros pico-args pin-project pin-project-lite pin-utils pkcs8 pkg-config plotters
poem polars polling pollster poly1305 portable-atomic portable-pty postcard postgres
postgres-types ppv-lite86 predicates pretty_assertions pretty_env_logger prettyplease
prettytable-rs proc-macro-crate proc-macro-error proc-macro2 procfs prometheus proptest prost
prost-build prost-types protobuf ptr_meta pulldown-cmark pyo3 qdrant-client quick-error quick-xml
quickcheck quinn quote r2d2 rand rand_chacha rand_core rand_distr ratatui raw-window-handle rayon
rayon-core rdkafka redb redis redox_syscall ref-cast refinery regex regex-automata regex-lite
regex-syntax reqwest reqwest-eventsource reqwest-middleware reqwest-retry rhai ring ringbuf rkyv
rmcp rmp rmp-serde rocket rocksdb ron ropey rpassword rsa rss rstest rumqttc runtime-lib rusqlite
rust-embed rust-s3 rust_decimal rustc-demangle rustc-hash rustc_version rustix rustls
rustls-native-certs rustls-pemfile rustls-pki-types rustversion rustyline ryu salsa same-file
saphyr schannel schemars scoped-tls scopeguard scraper scrypt sea-orm sea-query sec1 secrecy
security-framework self_cell semver send_wrapper sentry serde serde-aux serde-value
serde-wasm-bindgen serde_bytes serde_cbor serde_core serde_derive serde_json serde_json_path
serde_path_to_error serde_plain serde_qs serde_regex serde_repr serde_spanned serde_test
serde_urlencoded serde_with serde_yaml serde_yml serenity serial_test sha1 sha2 sha3 sharded-slab
shell-words shellexpand shlex signal-hook signal-hook-registry signature simd-json similar
simple_logger siphasher slab sled slog slotmap smallvec smartstring smol smol_str snafu snap snow
socket2 spin sqlparser sqlx sqlx-core ssh2 stable_deref_trait static_assertions str-buf strsim
strum strum_macros subtle swc_core symphonia syn sync_wrapper synstructure syntect sys-locale
sysinfo syslog system-configuration tabled tabwriter tantivy tap tar target-lexicon tauri teloxide
tempdir tempfile tera term termcolor terminal_size termion test-case test-log testcontainers
textwrap thirtyfour thiserror thread_local threadpool tiktoken-rs time time-macros tinystr
tinytemplate tinyvec tokenizers tokio tokio-cron-scheduler tokio-io-timeout tokio-macros
tokio-native-tls tokio-postgres tokio-rustls tokio-stream tokio-test tokio-tungstenite tokio-util
toml toml_datetime toml_edit tonic tonic-build tower tower-http tower-layer tower-service
tower-sessions tracing tracing-appender tracing-attributes tracing-core tracing-error tracing-log
tracing-opentelemetry tracing-serde tracing-subscriber tree-sitter trybuild tungstenite twox-hash
typed-arena typed-builder typenum typetag ucd-trie uluru unicase unicode-bidi unicode-ident
unicode-normalization unicode-segmentation unicode-width unicode-xid universal-hash unsafe-libyaml
untrusted url urlencoding utf8parse utoipa uuid validator valuable value-bag vcpkg vergen
version_check void vte wait-timeout walkdir want warp wasi wasm-bindgen wasm-bindgen-futures
wasm-streams wasmer wasmtime web-sys web-time webpki webpki-roots weezl wgpu which widestring
wildmatch winapi winapi-util windows windows-core windows-sys windows-targets winnow winreg
wiremock writeable x11rb xattr xml-rs xmltree xz2 yaml-rust yansi yew yoke zbus zerocopy zeroize
zerovec zip zstd zstd-safe zstd-sys
"""

KNOWN_CRATES = tuple(_NAMES.split())
