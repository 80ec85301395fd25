import Relay
import WebPage

/// The embedded page as the relay serves it.
enum Page {
    static var files: [WebFile] {
        WebPage.files.map { WebFile(path: $0.path, contentType: $0.contentType, bytes: $0.bytes) }
    }
}
