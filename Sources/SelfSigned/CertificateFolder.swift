import Glibc

/// A self-signed certificate and its key, kept on the disk for the next run.
public struct CertificateFolder: Sendable {
    /// Why they cannot be kept.
    public struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
        let path: String
        let reason: String

        /// What is wrong, and what to do.
        public var description: String {
            """
            the self-signed certificate cannot be kept in \(path): \(reason); set XDG_STATE_HOME to a folder that this \
            user can write to, or give a certificate: --tls-cert FILE --tls-key FILE
            """
        }
    }

    /// Where both are; made where it is not there, for this user alone.
    private let path: String

    /// Files in the folder at `path`.
    public init(path: String) {
        self.path = path
    }

    /// The certificate's file.
    public var certificate: String { path + "/certificate.pem" }
    /// The key's file, which only this user can read.
    public var key: String { path + "/key.pem" }

    /// Makes a new certificate with a new key where there is none, it is about to end, or it is not for all of `names`;
    /// `seconds` is the time since 1970-01-01 UTC.
    ///
    /// - Returns: Whether it did.
    @discardableResult
    public func renew(for names: CertificateNames, at seconds: Int64) throws(Failure) -> Bool {
        let isSafe = try isForThisUserAlone()
        // Two that do not belong together are what is left where a run ended between writing the one and the other.
        if isSafe, let pem = read(certificate), let key = read(key),
            !SelfSignedCertificate.isDue(pem, key, for: names, at: seconds)
        {
            return false
        }
        try makeFolder()
        do {
            let made = try SelfSignedCertificate(for: names, at: seconds)
            try write(made.key, to: key)
            try write(made.certificate, to: certificate)
        } catch {
            throw error as? Failure ?? Failure(path: path, reason: "\(error)")
        }
        return true
    }

    // MARK: The disk

    /// Whether nobody else can have put something into the folder; true also if it is not there yet.
    ///
    /// - Throws: Another user's folder is not used at all.
    private func isForThisUserAlone() throws(Failure) -> Bool {
        var status = stat()
        guard stat(path, &status) == 0 else { return true }
        guard status.st_uid == geteuid() else {
            throw Failure(path: path, reason: "it belongs to another user (uid \(status.st_uid))")
        }
        return status.st_mode & 0o022 == 0
    }

    /// The contents of a file that this user owns.
    private func read(_ path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_uid == geteuid() else { return nil }
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = Glibc.read(descriptor, &bytes, bytes.count)
        return count > 0 ? String(decoding: bytes[..<count], as: UTF8.self) : nil
    }

    private func makeFolder() throws(Failure) {
        var above = ""
        for part in path.split(separator: "/") {
            above += "/" + part
            guard mkdir(above, 0o700) != 0, errno != EEXIST else { continue }
            // A folder above that cannot be written to may yet be there.
            let reason = errno
            var status = stat()
            guard stat(above, &status) != 0 else { continue }
            throw Failure(path: path, reason: String(cString: strerror(reason)))
        }
        guard chmod(path, 0o700) == 0 else { throw failure(path) }
    }

    /// Writes beside the file and puts it in its place in one step, so that nobody reads half of it.
    private func write(_ text: String, to file: String) throws(Failure) {
        let draft = "\(file).\(getpid())"
        unlink(draft)
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw failure(path) }
        let bytes = Array(text.utf8)
        let isWritten = Glibc.write(descriptor, bytes, bytes.count) == bytes.count && fsync(descriptor) == 0
        let reason = errno
        close(descriptor)
        guard isWritten, rename(draft, file) == 0 else {
            let failure = Failure(path: path, reason: String(cString: strerror(isWritten ? errno : reason)))
            unlink(draft)
            throw failure
        }
    }

    private func failure(_ path: String) -> Failure { Failure(path: path, reason: String(cString: strerror(errno))) }
}
