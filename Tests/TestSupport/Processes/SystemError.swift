public import Glibc

/// A system call that failed.
public struct SystemError: Error, Equatable, CustomStringConvertible {
    /// What was to be done.
    public let action: String
    /// The value of `errno`.
    public let code: Int32

    /// By default, the error of the last call.
    public init(_ action: String, code: Int32 = errno) {
        self.action = action
        self.code = code
    }

    /// The system's words for the code.
    public var reason: String { String(cString: strerror(code)).lowercased() }

    public var description: String { "cannot \(action): \(reason)" }
}
