# make run          build and start the relay with its console           (make run ARGS="--port 9000")
# make test         build and run all tests, including those with a browser and terminals
# make fuzz         fuzz all parsers, SECONDS per property               (make fuzz SECONDS=600)
# make sanitize     run the in-process tests with the address and the thread sanitizer
# make bench        compare the relay with Node's ws, and measure the cost of a message (make bench ARGS="--rounds 1")
# make bench-proxy  compare the proxy with a bare one of Node's ws and with mitmproxy
# make bench-cost   measure only the cost of a message in processor time (make bench-cost ARGS="candidate")
# make bench-recording  measure the console on a log of a million entries   (make bench-recording ARGS="--entries 100000")
# make soak         measure a pair's latency under all kinds of load     (make soak ARGS="--seconds 600")
# make intercepted  measure a pair's latency while rules hold messages   (make intercepted ARGS="--seconds 30")
# make screenshots  redraw the pictures of the documentation in docs/images
# make docs         write the documents that are generated from the program's tables
# make install      install the program under PREFIX                     (make install PREFIX=$HOME/.local)
# make deb          build the Debian package, .build/debian/signal-console_VERSION_ARCH.deb
# make test-deb     test that package in a new minimal system           (as root)
# make lint         check the format
# make format       correct the format
#
# Each target installs the Debian packages it requires with apt-get (with sudo unless run as root); SwiftPM fetches
# Swift packages. The tests also use the browser client of Socket.IO, which pip fetches.
.POSIX:
SHELL = /bin/sh
PREFIX = /usr/local
ARGS =
SECONDS = 600
# Exported symbols, which no library that the program loads refers to, would be 2.6 MB of it.
RELEASE = --configuration release -Xswiftc -cross-module-optimization --static-swift-stdlib \
	-Xlinker --no-export-dynamic $$(./.ci/linker)

.PHONY: run test fuzz sanitize bench bench-proxy bench-cost bench-recording soak intercepted screenshots docs install \
	deb test-deb lint format build-packages test-packages bench-packages deb-packages

run: build-packages
	@[ -e .build/release/signal-console ] || echo "The first build takes about ten minutes on two cores, most of it for SwiftNIO and BoringSSL."
	swift build $(RELEASE) --product signal-console
	@exec "$$(swift build $(RELEASE) --show-bin-path)/signal-console" $(ARGS)

test: test-packages
	swift build --build-tests
	@./.ci/tests

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

# The servers to compare, as NAME=COMMAND; the last is the reference. {port} is replaced by a free port.
# UNLIMITED disables the rate limits, so that the relay's capacity is measured.
RELAY = $$bin/signal-console --config /dev/null --port {port}
UNLIMITED = --max-message-rate 0 --max-byte-rate 0
SERVERS = --server "relay=$(RELAY) --headless --log off $(UNLIMITED)" \
	--server "console=$(RELAY) $(UNLIMITED)" \
	--server "recorded=$(RELAY) $(UNLIMITED) --record $$bin/bench.ndjson --record-limit 256M" \
	--server "ws=env NODE_PATH=/usr/share/nodejs node Sources/signal-load/ws-relay.js {port}"

bench: bench-packages
	swift build $(RELEASE) --product signal-console
	swift build $(RELEASE) --product signal-load
	swift build $(RELEASE) --product signal-bench
	@bin="$$(swift build $(RELEASE) --show-bin-path)" && "$$bin/signal-load" compare $(SERVERS) $(ARGS) && \
		"$$bin/signal-load" soak --server "relay=$(RELAY) --headless --log off" && "$$bin/signal-bench"

# Each proxy is started once the relay behind it, on the next port, answers.
BEHIND = $$bin/signal-console --config /dev/null --headless --log off $(UNLIMITED) --port \$$(({port}+1)) & \
	until curl -sf http://127.0.0.1:\$$(({port}+1))/healthz > /dev/null; do sleep 0.1; done;
PROXIES = --server "proxy=$(BEHIND) exec $$bin/signal-console proxy http://127.0.0.1:\$$(({port}+1)) \
		--config /dev/null --headless --log off --port {port}" \
	--server "console=$(BEHIND) exec $$bin/signal-console proxy http://127.0.0.1:\$$(({port}+1)) \
		--config /dev/null --port {port}" \
	--server "mitmproxy=$(BEHIND) exec mitmdump --quiet --mode reverse:http://127.0.0.1:\$$(({port}+1)) -p {port}" \
	--server "ws=$(BEHIND) NODE_PATH=/usr/share/nodejs exec node Sources/signal-load/ws-proxy.js {port} \
		ws://127.0.0.1:\$$(({port}+1))"

bench-proxy: bench-packages
	@./.ci/packages mitmproxy curl
	swift build $(RELEASE) --product signal-console
	swift build $(RELEASE) --product signal-load
	@bin="$$(swift build $(RELEASE) --show-bin-path)" && "$$bin/signal-load" compare $(PROXIES) $(ARGS)

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

docs: build-packages
	swift build --build-tests
	RECORD_DOCS=1 swift test --skip-build --filter DocumentationTests

bench-recording: build-packages
	swift build $(RELEASE) --product signal-console
	swift build $(RELEASE) --product signal-load
	@bin="$$(swift build $(RELEASE) --show-bin-path)" && exec "$$bin/signal-load" recording "$$bin/signal-console" $(ARGS)

install: build-packages
	swift build $(RELEASE) --product signal-console
	install -d "$(DESTDIR)$(PREFIX)/bin"
	install -s -m 755 "$$(swift build $(RELEASE) --show-bin-path)/signal-console" "$(DESTDIR)$(PREFIX)/bin/signal-console"

# Packs the program; the path of the package is then in $$package.
PACK = program="$$(swift build $(RELEASE) --show-bin-path)/signal-console" && \
	package="$$(debian/build "$$program" "$$("$$program" --version | cut -d ' ' -f 2)" .build/debian)"

deb: deb-packages
	swift build $(RELEASE) --product signal-console
	@$(PACK) && echo "$$package"

# The tests of calls between two browser tabs run with the installed program.
test-deb: deb-packages test-packages
	@./.ci/packages debootstrap man-db python3
	swift build $(RELEASE) --product signal-console
	swift build --build-tests
	@wrapper="$$(pwd)/.build/debian/program"; $(PACK) && PROGRAM_WRAPPER="$$wrapper" \
		TEST_COMMAND="PROGRAM='$$wrapper' swift test --skip-build --no-parallel --filter EndToEndTests.CallTests" \
		debian/test "$$package"

lint:
	swift format lint --strict --recursive Package.swift Sources Tests web

format:
	swift format format --in-place --recursive Package.swift Sources Tests web

build-packages:
	@./.ci/packages libncursesw5-dev libssl-dev libyaml-dev zlib1g-dev

deb-packages: build-packages
	@./.ci/packages binutils dpkg-dev

bench-packages: build-packages
	@./.ci/packages nodejs node-ws

test-packages: build-packages
	@./.ci/packages tmux coturn libjs-webrtc-adapter chromium chromium-driver firefox-esr nginx-light nodejs node-ws openssl procps \
		python3-aiohttp python3-socketio python3-websockets python3-pip
	@./.ci/socket.io .build/downloads/socket.io.min.js
