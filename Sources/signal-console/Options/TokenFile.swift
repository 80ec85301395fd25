import ArgumentParser
import Configuration
import Glibc
import Terminal

/// The file with the token that a peer must show.
enum TokenFile {
    /// Bytes of it at the most: a token and what stands around it.
    private static let sizeLimit = 4096

    /// The token that `configuration` gives or has the file of; nil where none is needed.
    ///
    /// - Throws: Exit code 64, with the reason on standard error.
    static func token(of configuration: Configuration) throws -> String? {
        let path = configuration.tokenFile
        guard !path.isEmpty else { return configuration.token.isEmpty ? nil : configuration.token }
        guard let bytes = FileBytes.read(path, limit: sizeLimit) else {
            throw fault(path, "cannot be read: \(String(cString: strerror(errno)))")
        }
        guard bytes.count <= sizeLimit else { throw fault(path, "is larger than \(sizeLimit) bytes and no token") }
        let text = String(decoding: bytes, as: UTF8.self)
        let token = text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed()
        guard !token.isEmpty else { throw fault(path, "is empty; write the token into it") }
        guard OptionTable.isToken(String(token)) else {
            throw fault(path, "holds no token: that is \(OptionTable.token.values)")
        }
        return String(token)
    }

    private static func fault(_ path: String, _ words: String) -> ExitCode {
        StandardError.say("token-file \(path): \(words)")
        return ExitCode(EX_USAGE)
    }
}
