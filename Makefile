# make run        builds the relay and starts it with its console             (make run ARGS="--port 9000")
# make test       builds and runs all tests, in a real browser and real terminals too
# make fuzz       fuzzes all parsers, SECONDS a property                      (make fuzz SECONDS=600)
# make sanitize   runs all tests within one process under the address and the thread sanitizer
# make bench      measures the relay against Node's ws, and the cost of a message (make bench ARGS="--rounds 1")
# make soak       measures a pair's latency under all loads at once, for a minute (make soak ARGS="--seconds 600")
# make bench-cost measures only the cost of a message, in processor time      (make bench-cost ARGS="candidate")
# make intercepted measures a pair's latency while rules hold messages of full rooms (make intercepted ARGS="--seconds 30")
# make screenshots draws the pictures of the documentation, from a call of two tabs of a real browser
# make install    puts the program, one file, under PREFIX                 (make install PREFIX=$HOME/.local)
# make lint       checks the format
# make format     mends it
#
# Each does its own set-up: Debian packages by apt-get (with sudo where one is not root), Swift packages by SwiftPM.
.POSIX:
SHELL = /bin/sh
PREFIX = /usr/local
ARGS =
SECONDS = 600
RELEASE = --configuration release -Xswiftc -cross-module-optimization --static-swift-stdlib

.PHONY: run test fuzz sanitize bench bench-cost soak intercepted screenshots install lint format \
	build-packages test-packages bench-packages

run: build-packages
	swift build $(RELEASE) --product signal-console
	@exec "$$(swift build $(RELEASE) --show-bin-path)/signal-console" $(ARGS)

test: test-packages
	swift build --build-tests
	swift test --skip-build --skip 'EndToEndTests|LoadTests|RelayTests|TerminalTests'
	swift test --skip-build --no-parallel --filter 'EndToEndTests|LoadTests|RelayTests|TerminalTests'

fuzz: build-packages
	swift build --build-tests
	FUZZ_SECONDS=$(SECONDS) swift test --skip-build --no-parallel --filter FuzzTests

sanitize: build-packages
	for kind in address thread; do \
		flags="--sanitize=$$kind --scratch-path .build-$$kind"; \
		export LSAN_OPTIONS="suppressions=$$(pwd)/Tests/leaks.txt"; \
		swift build --build-tests $$flags && \
		swift test --skip-build $$flags --no-parallel --filter 'RelayTests|MailboxTests' && \
		swift test --skip-build $$flags --skip 'EndToEndTests|RelayTests|TerminalTests|MailboxTests' || exit 1; \
	done

# What is compared, as NAME=COMMAND; the last is what the others are measured against. {port} is a free port.
# UNLIMITED is what makes the relay let a peer say as much as it can: the figures are of its work.
RELAY = $$bin/signal-console --config /dev/null --port {port}
UNLIMITED = --max-message-rate 0 --max-byte-rate 0
SERVERS = --server "relay=$(RELAY) --headless --log off $(UNLIMITED)" \
	--server "console=$(RELAY) $(UNLIMITED)" \
	--server "ws=env NODE_PATH=/usr/share/nodejs node Sources/signal-load/ws-relay.js {port}"

bench: bench-packages
	swift build $(RELEASE) --product signal-console
	swift build $(RELEASE) --product signal-load
	swift build $(RELEASE) --product signal-bench
	@bin="$$(swift build $(RELEASE) --show-bin-path)" && "$$bin/signal-load" compare $(SERVERS) $(ARGS) && \
		"$$bin/signal-load" soak --server "relay=$(RELAY) --headless --log off" && "$$bin/signal-bench"

soak: build-packages
	swift build $(RELEASE) --product signal-console
	swift build $(RELEASE) --product signal-load
	@bin="$$(swift build $(RELEASE) --show-bin-path)" && exec "$$bin/signal-load" soak --server "relay=$(RELAY) --headless --log off" $(ARGS)

intercepted: build-packages
	swift build $(RELEASE) --product signal-console
	swift build $(RELEASE) --product signal-load
	@bin="$$(swift build $(RELEASE) --show-bin-path)" && exec "$$bin/signal-load" intercepted --server "relay=$(RELAY) --drain-timeout 0" $(ARGS)

bench-cost: build-packages
	swift build $(RELEASE) --product signal-bench
	@exec "$$(swift build $(RELEASE) --show-bin-path)/signal-bench" $(ARGS)

screenshots: test-packages
	swift build --build-tests
	SCREENSHOTS="$$(pwd)/docs/images" swift test --skip-build --no-parallel --filter ScreenshotTests

install: build-packages
	swift build $(RELEASE) --product signal-console
	install -d "$(DESTDIR)$(PREFIX)/bin"
	install -s -m 755 "$$(swift build $(RELEASE) --show-bin-path)/signal-console" "$(DESTDIR)$(PREFIX)/bin/signal-console"

lint:
	swift format lint --strict --recursive Package.swift Sources Tests web

format:
	swift format format --in-place --recursive Package.swift Sources Tests web

build-packages:
	@./.ci/packages libncursesw5-dev

bench-packages: build-packages
	@./.ci/packages nodejs node-ws

test-packages:
	@./.ci/packages libncursesw5-dev tmux chromium chromium-driver procps
