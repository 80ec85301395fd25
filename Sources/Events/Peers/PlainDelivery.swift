/// In which frames plain peers get text messages.
public enum PlainDelivery: String, CaseIterable, Hashable, Sendable {
    /// Each in a frame as it came in.
    case verbatim
    /// In binary frames, the bytes unchanged: for clients that read `event.data.text()`, which only a Blob has.
    case binary
}
