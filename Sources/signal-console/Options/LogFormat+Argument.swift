public import ArgumentParser
public import Configuration

/// `--log json`.
extension LogFormat: ExpressibleByArgument {}
