//! The archive: whole, readable by anybody, and the same bytes each time.

use aldia::handing::archive::Archive;
use flate2::read::DeflateDecoder;
use std::io::Read as _;

use crate::support::books::day;

/// Every file of an archive by its path, read from its list at the end as programs do.
pub fn unpacked(archive: &[u8]) -> Vec<(String, Vec<u8>)> {
    let short = |at: usize| usize::from(u16::from_le_bytes(archive[at..at + 2].try_into().unwrap()));
    let long = |at: usize| u32::from_le_bytes(archive[at..at + 4].try_into().unwrap());
    let end = archive.len() - 22;
    assert_eq!(long(end), 0x0605_4b50, "the end of the list");
    let (count, mut at) = (short(end + 10), usize::try_from(long(end + 16)).unwrap());
    let mut files = Vec::new();
    for _ in 0..count {
        assert_eq!(long(at), 0x0201_4b50);
        let (crc, packed, size) = (long(at + 16), long(at + 20), long(at + 24));
        let (name_length, offset) = (short(at + 28), usize::try_from(long(at + 42)).unwrap());
        let name = String::from_utf8(archive[at + 46..at + 46 + name_length].to_vec()).unwrap();
        assert_eq!(long(offset), 0x0403_4b50);
        let data = offset + 30 + short(offset + 26) + short(offset + 28);
        let bytes = &archive[data..data + usize::try_from(packed).unwrap()];
        let mut content = Vec::new();
        DeflateDecoder::new(bytes).read_to_end(&mut content).unwrap();
        assert_eq!(content.len(), usize::try_from(size).unwrap());
        let mut sum = flate2::Crc::new();
        sum.update(&content);
        assert_eq!(sum.sum(), crc, "{name}");
        files.push((name, content));
        at += 46 + name_length;
    }
    files
}

#[test]
fn an_archive_holds_its_files_and_is_the_same_each_time() {
    let pack = || {
        let mut archive = Archive::of(day(2026, 3, 6));
        archive.add("a.csv", "número,día\r\n".as_bytes()).unwrap();
        archive.add("documents/vacío.pdf", &[]).unwrap();
        archive.add("b.json", &[b'x'; 70_000]).unwrap();
        archive.finish().unwrap()
    };
    let archive = pack();
    assert_eq!(archive, pack());
    assert!(archive.len() < 1_000, "it is packed");
    let files = unpacked(&archive);
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["a.csv", "documents/vacío.pdf", "b.json"]);
    assert_eq!(files[0].1, "número,día\r\n".as_bytes());
    assert!(files[1].1.is_empty());
    assert_eq!(files[2].1.len(), 70_000);
    assert!(unpacked(&Archive::of(day(2026, 3, 6)).finish().unwrap()).is_empty());
}
