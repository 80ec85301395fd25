import Glibc

/// A folder that keeps a self-signed certificate and its key for the next run.
public struct CertificateFolder: Sendable {
    /// An error: what failed, the reason, and how to fix it.
    public enum Failure: Error, Hashable, Sendable, CustomStringConvertible {
        /// The folder at this path cannot be used, with the reason.
        case folder(String, reason: String)
        /// The certificate cannot be created, with the reason that libcrypto gives.
        case certificate(reason: String)

        public var description: String {
            switch self {
            case .folder(let path, let reason):
                """
                the self-signed certificate cannot be kept in \(path): \(reason); set XDG_STATE_HOME to a folder that \
                this user can write to, or give a certificate: --tls-cert FILE --tls-key FILE
                """
            case .certificate(let reason):
                """
                the self-signed certificate cannot be created: \(reason); give one: --tls-cert FILE --tls-key FILE
                """
            }
        }
    }

    /// The path of the folder, which is created with access for this user only.
    private let path: String

    /// The folder at `path`, which need not exist.
    public init(path: String) {
        self.path = path
    }

    /// The path of the certificate.
    public var certificate: String { path + "/certificate.pem" }
    /// The path of the private key, which only this user can read.
    public var key: String { path + "/key.pem" }

    /// Creates a new certificate with a new key if there is none, if it expires soon, or if it is not valid for all of
    /// `names`.
    ///
    /// - Parameters:
    ///   - names: The names and addresses of this machine.
    ///   - seconds: The time in seconds since 1970-01-01 UTC.
    /// - Returns: Whether a certificate was created.
    /// - Throws: An error if the folder or its files cannot be written, or belong to another user.
    @discardableResult
    public func renew(for names: CertificateNames, at seconds: Int64) throws(Failure) -> Bool {
        let isPrivate = try isPrivate()
        // The key may not match the certificate, if a previous run was ended between writing the two.
        if isPrivate, let pem = read(certificate), let key = read(key),
            !SelfSignedCertificate.needsRenewal(pem, key: key, for: names, at: seconds)
        {
            return false
        }
        try createFolder()
        do {
            let new = try SelfSignedCertificate(for: names, at: seconds)
            try write(new.key, to: key)
            try write(new.certificate, to: certificate)
        } catch {
            throw error as? Failure ?? Failure.certificate(reason: "\(error)")
        }
        return true
    }

    // MARK: Files

    /// Returns whether no other user can write to the folder; true if it does not exist yet.
    ///
    /// - Throws: An error if the folder belongs to another user.
    private func isPrivate() throws(Failure) -> Bool {
        var status = stat()
        guard stat(path, &status) == 0 else { return true }
        guard status.st_uid == geteuid() else {
            throw Failure.folder(path, reason: "it belongs to another user (uid \(status.st_uid))")
        }
        return status.st_mode & 0o022 == 0
    }

    /// Returns the contents of a file; `nil` if it cannot be read or belongs to another user.
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

    /// Creates the folder and those above it.
    private func createFolder() throws(Failure) {
        var parent = ""
        for part in path.split(separator: "/") {
            parent += "/" + part
            guard mkdir(parent, 0o700) != 0, errno != EEXIST else { continue }
            // In a folder without write permission mkdir(2) fails even if the subfolder exists.
            let reason = errno
            var status = stat()
            guard stat(parent, &status) != 0 else { continue }
            throw Failure.folder(path, reason: String(cString: strerror(reason)))
        }
        guard chmod(path, 0o700) == 0 else { throw failure(path) }
    }

    /// Replaces `file` atomically, by way of a temporary file next to it.
    private func write(_ text: String, to file: String) throws(Failure) {
        let temporary = "\(file).\(getpid())"
        unlink(temporary)
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw failure(path) }
        let bytes = Array(text.utf8)
        let isWritten = Glibc.write(descriptor, bytes, bytes.count) == bytes.count && fsync(descriptor) == 0
        let reason = errno
        close(descriptor)
        guard isWritten, rename(temporary, file) == 0 else {
            let failure = Failure.folder(path, reason: String(cString: strerror(isWritten ? errno : reason)))
            unlink(temporary)
            throw failure
        }
    }

    private func failure(_ path: String) -> Failure { Failure.folder(path, reason: String(cString: strerror(errno))) }
}
