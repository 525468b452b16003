//! Reads `REQUIREMENT<tab>VERSION` lines and writes how cargo decides each of them.

use semver::{Version, VersionReq};
use std::io::stdin;

fn main() {
    for line in stdin().lines() {
        let line = line.expect("UTF-8");
        let (requirement, version) = line.split_once('\t').expect("a tab");
        println!("{}", decide(requirement, version));
    }
}

fn decide(requirement: &str, version: &str) -> &'static str {
    let Ok(requirement) = VersionReq::parse(requirement) else {
        return "bad requirement";
    };
    match Version::parse(version) {
        Ok(version) if requirement.matches(&version) => "yes",
        Ok(_) => "no",
        Err(_) => "bad version",
    }
}
