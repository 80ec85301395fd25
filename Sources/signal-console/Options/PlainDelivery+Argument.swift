public import ArgumentParser
public import Signaling

/// `--deliver binary`.
extension PlainDelivery: ExpressibleByArgument {}
