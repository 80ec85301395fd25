import Hashing

/// Keyed replacements of secrets and of personal data.
///
/// A pseudonym is computed by HMAC-SHA-256 (RFC 2104) from the value and the key alone, so that equal values have equal
/// pseudonyms in all messages, and whoever does not know the key cannot try values. It is as long as the value and has the
/// same form, so that what is valid stays valid and what is not stays invalid.
///
/// ```
/// ice-pwd      fw+zkRsbs8c4bWC1E3VUE42R      Zx0aQ7…               letters and digits
/// ice-ufrag    Of1s                          k+2B                  the alphabet of RFC 8839 §5.4, each value its own
/// fingerprint  BF:6E:8A:…                    07:D1:5C:…
/// mDNS name    6eff6b7c-87b9-494f-…local     1d09a4f2-0c37-4b11-…local
/// ```
/// If libcrypto provides no HMAC, all pseudonyms of a form are the same, and nothing is revealed.
struct Pseudonyms: Sendable {
    /// The meaning of a value: equal bytes with different meanings have unrelated pseudonyms.
    enum Kind: UInt8, Sendable {
        /// A password, a key or a token.
        case secret = 1
        /// An ICE user name (RFC 8839 §5.4).
        case userName
        /// The hexadecimal digits of a certificate fingerprint (RFC 8122 §5).
        case fingerprint
        /// The label before `.local` (RFC 6762 §3).
        case hostName
        /// An IP address as text.
        case address
        /// The network and the host of an IPv6 address.
        case network, host
        /// The name of a peer or a room.
        case name
        /// Bytes that cannot be read.
        case opaque
    }

    /// The number of pseudonyms that are cached: 8192, those of about 500 calls, in 5 MiB at most.
    ///
    /// A full cache is cleared.
    static let cacheLimit = 8192
    /// The longest value that is cached, in bytes: 256, the longest ICE password (RFC 8839 §5.4).
    static let cachedLength = 256
    /// The number of bytes that a value is expanded to: 128, twice the length of a SHA-512 fingerprint; they repeat in
    /// longer pseudonyms.
    static let expansion = 128

    private struct Value: Hashable, Sendable {
        let kind: Kind
        let bytes: [UInt8]
    }

    private let key: [UInt8]
    private var cache: [Value: [UInt8]] = [:]

    init(key: [UInt8]) { self.key = key }

    /// Returns the pseudonym of `bytes`.
    mutating func pseudonym(_ kind: Kind, of bytes: [UInt8]) -> [UInt8] {
        let value = Value(kind: kind, bytes: bytes)
        if let known = cache[value] { return known }
        let made = make(kind, bytes)
        if bytes.count <= Self.cachedLength {
            if cache.count >= Self.cacheLimit { cache.removeAll(keepingCapacity: true) }
            cache[value] = made
        }
        return made
    }

    /// Returns the pseudonym of `bytes` if it was made recently; `nil` otherwise.
    func known(_ kind: Kind, of bytes: [UInt8]) -> [UInt8]? { cache[Value(kind: kind, bytes: bytes)] }

    private func make(_ kind: Kind, _ bytes: [UInt8]) -> [UInt8] {
        switch kind {
        case .secret: secret(bytes)
        case .userName: userName(bytes)
        case .fingerprint: fingerprint(bytes)
        case .hostName: hostName(bytes)
        case .address: address(bytes)
        case .name: name(bytes)
        case .opaque: opaque(bytes)
        case .network, .host: hash(kind, bytes)
        }
    }

    // MARK: The keyed function

    /// Returns 32 bytes that depend on the key, the kind, the number of the `block` and the bytes.
    func hash(_ kind: Kind, _ bytes: [UInt8], block: UInt8 = 0) -> [UInt8] {
        SHA256(of: [kind.rawValue, block] + bytes, key: key)?.bytes ?? [UInt8](repeating: 0, count: 32)
    }

    /// Returns the first `count` bytes that a value is expanded to, at most ``expansion`` and at least one.
    private func stream(_ kind: Kind, _ bytes: [UInt8], _ count: Int) -> [UInt8] {
        var stream: [UInt8] = []
        let wanted = min(max(count, 1), Self.expansion)
        var block: UInt8 = 0
        while stream.count < wanted {
            stream += hash(kind, bytes, block: block)
            block += 1
        }
        return stream
    }

    // MARK: Forms

    /// Replaces characters that ICE allows by letters and digits, keeps `=`, and replaces all others by `-`, one each.
    private func secret(_ bytes: [UInt8]) -> [UInt8] {
        let stream = stream(.secret, bytes, bytes.count)
        var made: [UInt8] = []
        made.reserveCapacity(bytes.count)
        for byte in bytes where byte & 0xC0 != 0x80 {
            if Alphabet.isICE(byte) {
                made.append(Alphabet.ice[Int(stream[made.count % stream.count]) % Alphabet.lettersAndDigits])
            } else {
                made.append(byte == UInt8(ascii: "=") ? byte : UInt8(ascii: "-"))
            }
        }
        return made
    }

    /// Replaces the characters that ICE allows and keeps other ASCII characters.
    ///
    /// Up to ten characters are permuted, so that no two user names have one pseudonym: four characters have too few values
    /// for a hash.
    private func userName(_ bytes: [UInt8]) -> [UInt8] {
        let letters = bytes.filter(Alphabet.isICE)
        // Firefox and others write hexadecimal digits.
        let isHexadecimal = letters.count >= 8 && letters.allSatisfy(Alphabet.hexadecimal.contains)
        let alphabet = isHexadecimal ? Alphabet.hexadecimal : Alphabet.ice
        let width = isHexadecimal ? 4 : 6
        var digits: [Int]
        if letters.count * width <= Self.permutedBits {
            var number: UInt64 = 0
            for letter in letters { number = number << UInt64(width) | UInt64(alphabet.firstIndex(of: letter) ?? 0) }
            number = permuted(number, bits: letters.count * width, .userName)
            digits = letters.indices.map { index in
                Int(number >> UInt64((letters.count - 1 - index) * width)) & (alphabet.count - 1)
            }
        } else {
            let stream = stream(.userName, bytes, letters.count)
            digits = letters.indices.map { Int(stream[$0 % stream.count]) & (alphabet.count - 1) }
        }
        digits.reverse()
        return bytes.compactMap { byte in
            if Alphabet.isICE(byte) { return digits.popLast().map { alphabet[$0] } }
            if byte < 0x80 { return byte }
            return byte & 0xC0 == 0x80 ? nil : UInt8(ascii: "-")
        }
    }

    /// Replaces the hexadecimal digits, in lower case if any of them is, and keeps all else.
    private func fingerprint(_ bytes: [UInt8]) -> [UInt8] {
        let digits = bytes.filter(Alphabet.isHexadecimal)
        let isLower = digits.contains { $0 >= UInt8(ascii: "a") }
        let stream = stream(.fingerprint, digits.map(Alphabet.uppercased), digits.count)
        var index = 0
        return bytes.map { byte in
            guard Alphabet.isHexadecimal(byte) else { return byte }
            let digit = Alphabet.hexadecimal[Int(stream[index % stream.count] & 15)]
            index += 1
            return isLower ? digit : Alphabet.uppercased(digit)
        }
    }

    /// Makes a UUID of version 4 (RFC 9562 §5.4), as browsers use for mDNS names.
    private func hostName(_ bytes: [UInt8]) -> [UInt8] {
        let stream = stream(.hostName, bytes.map(Alphabet.lowercased), 32)
        var made: [UInt8] = []
        for index in 0..<32 {
            if [8, 12, 16, 20].contains(index) { made.append(UInt8(ascii: "-")) }
            switch index {
            case 12: made.append(UInt8(ascii: "4"))
            case 16: made.append(Alphabet.hexadecimal[Int(stream[index] & 3 | 8)])
            default: made.append(Alphabet.hexadecimal[Int(stream[index] & 15)])
            }
        }
        return made
    }

    /// Makes `name-` with eight letters and digits; a name of less than six bytes stays that short, as such names identify
    /// nobody by themselves.
    private func name(_ bytes: [UInt8]) -> [UInt8] {
        let prefix = bytes.count < 6 ? "n" : "name-"
        let stream = stream(.name, bytes, 8)
        return Array(prefix.utf8) + stream.prefix(bytes.count < 6 ? 4 : 8).map { Alphabet.base32[Int($0 & 31)] }
    }

    /// Makes as many bytes that are no text: the first is zero, and the others repeat a hash.
    private func opaque(_ bytes: [UInt8]) -> [UInt8] {
        let stream = stream(.opaque, bytes, 32)
        return bytes.indices.map { $0 == 0 ? 0 : stream[$0 % stream.count] }
    }
}

/// The characters of pseudonyms.
enum Alphabet {
    /// The characters of ICE user names and passwords, `ice-char` (RFC 8839 §5.4): letters and digits first.
    static let ice = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    /// The number of letters and digits in ``ice``.
    static let lettersAndDigits = 62
    /// The hexadecimal digits in lower case.
    static let hexadecimal = Array("0123456789abcdef".utf8)
    /// Letters and digits without those that look alike.
    static let base32 = Array("abcdefghijkmnpqrstuvwxyz23456789".utf8)

    @inline(__always)
    static func isICE(_ byte: UInt8) -> Bool {
        isLetterOrDigit(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "/")
    }

    /// Whether a byte is a letter, a digit, a hyphen or an underscore, as in base64 for URLs (RFC 4648 §5) and labels.
    @inline(__always)
    static func isLabel(_ byte: UInt8) -> Bool {
        isLetterOrDigit(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
    }

    @inline(__always)
    static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    @inline(__always)
    static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    @inline(__always)
    static func isHexadecimal(_ byte: UInt8) -> Bool {
        isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
    }

    @inline(__always)
    static func lowercased(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }

    @inline(__always)
    static func uppercased(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) ? byte & ~0x20 : byte
    }
}
