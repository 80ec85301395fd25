extension Rule {
    /// Why it matters and what to do about it, in a few sentences.
    public var explanation: String {
        switch self {
        case .glare:
            """
            Both sides offered before either had answered. One has to give its own offer up and answer: with perfect \
            negotiation the polite one does so by itself. Without it, browsers roll back on both sides, and each \
            answer is refused in the state stable. Agree on who is polite, or let one side alone offer.
            """
        case .answerWithoutOffer:
            """
            An answer came where no offer was waiting for one, so the side that gets it is in the wrong state and \
            setRemoteDescription throws. Look for an answer that was sent twice, went to the wrong peer, or belongs \
            to a connection that was closed in the meantime.
            """
        case .severalAnswers:
            """
            More than one peer answered the same offer, as happens when an offer goes to a whole room. A connection \
            can take one answer alone; the others are lost or raise an error. Make one connection, and one offer, \
            for each peer.
            """
        case .duplicateAnswer:
            """
            A peer answered again where its first answer had settled the matter. The connection is stable by then \
            and refuses the second. Look for handlers that are registered twice, or a client that sends again what \
            was delivered already.
            """
        case .duplicateDescription:
            """
            The same description came again, word for word and with the same candidates. An offer that was answered \
            is negotiated once more, an answer is refused. It is often a message sent again after a reconnect, or a \
            handler that is registered twice.
            """
        case .unansweredOffer:
            """
            Nobody answered the offer in time, and a call without an answer never connects. The other side may not \
            have heard it, may have thrown an error when it applied it, or may be waiting for a person to accept. \
            Look at its console for a rejected promise of setRemoteDescription or createAnswer.
            """
        case .lateAnswer:
            """
            The answer came long after its offer. Some clients give an offer up after a while, and its candidates may \
            have grown stale. Where a person has to accept, ask first, and offer when they have; otherwise look at \
            what kept the other side.
            """
        case .supersededOffer:
            """
            A peer offered again before its first offer was answered. If both answers arrive, the first is applied \
            to the second offer. Wait for the state stable before the next offer: negotiationneeded fires again when \
            it is time.
            """
        case .rollback:
            """
            A peer took back its offer, to answer that of the other side. A browser does so by itself when it is \
            given an offer while its own is waiting, and nothing need be sent. The other side only has to drop the \
            answer it may have prepared.
            """
        case .unheardDescription:
            """
            Nobody else was in the room when this was said, so it reached no one. Nothing is kept for those who come \
            later: who joins has to be offered to anew. Offer when a peer joins, not when the page is loaded.
            """
        case .peerVanished:
            """
            A peer left while an offer was waiting or right behind the answer, before the candidates were complete. \
            The side that stays will wait for a connection that cannot come. Close its connection, or let it offer \
            anew when the peer is back.
            """
        case .candidateBeforeDescription:
            """
            A candidate reached a peer before any description of the side that sent it. Without a remote description \
            addIceCandidate throws, and the candidate is lost. Send the description first, and keep candidates that \
            come early in a queue until it is applied.
            """
        case .unknownGeneration:
            """
            The candidate has an ICE user name that no description of its sender had for that section. Chromium \
            passes over it, Firefox raises an error, and nobody uses it. Usually it belongs to another connection or \
            to an offer that was never sent.
            """
        case .noCandidates:
            """
            Neither the description nor what came after it has a single candidate. If the other side has none \
            either, ICE has nothing to try; if it has some, only checks that happen to arrive can connect them. Send \
            what the icecandidate event brings, or wait until gathering is complete before you send \
            localDescription. With iceTransportPolicy relay and no TURN server that replies there are none at all.
            """
        case .onlyHostCandidates:
            """
            All candidates are addresses of the host's own interfaces. They serve inside one network; from another \
            they cannot be reached. Configure a STUN server and, for restrictive networks, a TURN server in \
            iceServers, and see that they can be reached.
            """
        case .onlyMDNSCandidates:
            """
            All candidates hide their addresses behind names that end with .local, which only machines of the same \
            network can resolve, and not all of those. Servers mostly cannot. A STUN or TURN server gives addresses \
            that hold elsewhere; browsers show local ones once the camera is permitted.
            """
        case .noRelayCandidate:
            """
            No candidate is on a TURN server. Most calls connect without one, but those between two restrictive \
            networks do not. If a TURN server is configured, its credentials may have expired, or its ports be \
            blocked.
            """
        case .brokenDescription:
            """
            The text is no session description by the letter of its grammar, and setRemoteDescription may refuse it. \
            What breaks it is mostly code that edits the text or carries it: a line end lost by trimming, line ends \
            escaped twice, a text that was cut. Send the description as the browser gave it.
            """
        case .missingFingerprint:
            """
            Media and data are secured by DTLS, and the fingerprint says which certificate to expect. Without it the \
            description is refused. Look for code that edits the description, or a server that puts the fingerprint \
            at a place which is not inherited.
            """
        case .invalidCredentials:
            """
            ICE signs its checks with a user name of 4 to 256 characters and a password of 22 to 256, letters, \
            digits, + and / alone. With others the description is refused or every check fails. Look for code that \
            edits the description, or cuts it.
            """
        case .nothingToNegotiate:
            """
            The offer has no section, so there is nothing to connect and no candidate will be gathered. Mostly \
            createOffer was called before the tracks or the data channel were added. Add them first, or a \
            transceiver to receive with.
            """
        case .undecidedSetup:
            """
            An offer leaves open who begins the DTLS handshake, with setup:actpass; the answer has to decide, with \
            active or passive. If it does not, both sides wait, or the answer is refused. It often comes from a \
            server that copies the offer's line into its answer.
            """
        case .setupConflict:
            """
            Both sides want to begin the DTLS handshake, or both want to wait for the other, so it never happens: \
            ICE connects, and the connection stays in connecting. The answer has to take the role that the offer \
            leaves to it.
            """
        case .ownFingerprint:
            """
            Offer and answer name the same certificate, which one client alone should have. A relay that sends \
            messages back to their author makes a client answer itself: leave out your own messages. Two connections \
            in one program that share a certificate are in order.
            """
        case .sectionCount:
            """
            Every section of an offer is answered in its place, also one that is refused: with port 0. With another \
            number of sections the answer is not accepted. Some servers leave out what they do not support, which \
            they have to reject instead.
            """
        case .sectionMismatch:
            """
            Sections are matched by their order, and here the answer has another kind or protocol at the place of \
            the offer. It will not be accepted. Keep the offer's order, and reject what is not wanted with port 0 at \
            its place.
            """
        case .midMismatch:
            """
            The mid names a section in bundles and beside candidates, so the answer has to repeat the offer's, and \
            none may stand twice. Otherwise the answer is refused or candidates reach the wrong section. Without any \
            mids, sections are matched by order, as older clients do.
            """
        case .noCommonCodec:
            """
            The two sides have no codec in common for a section, or the answer rejected it, of which that is the \
            usual reason. Nothing will be sent there. Compare what each side can decode; builds without H264, and \
            codec preferences that are too narrow, are frequent causes.
            """
        case .illegalDirection:
            """
            An answer may only take what was offered: who is offered sendonly can receive or be inactive, and no \
            more. Browsers refuse other answers, or read them each in their way. Let the answerer set the direction \
            of its transceiver instead of editing the text.
            """
        case .oneWayMedia:
            """
            After this answer media flows one way, or not at all. That is right for a broadcast or a call on hold. \
            If both sides were to be seen, one added its tracks too late, after createAnswer, or has a transceiver \
            that only receives.
            """
        case .iceRestart:
            """
            The side takes a new user name and password, so that ICE begins anew and may find another path; media \
            goes on until then. That is what restartIce does after a change of networks. Where one of the two alone \
            is new, someone edited the text, and the checks may fail.
            """
        case .staleVersion:
            """
            Each new description of a connection counts its version up by one. A lower one is an old description \
            that was sent again; the same one with another content was edited behind its maker's back, or comes from \
            a client that does not count. Some receivers pass over both.
            """
        case .newSession:
            """
            The peer speaks for a new connection, as after a reload of its page. The other side has to make a new \
            one as well: what it has was negotiated with a connection that is gone, and an offer for the new one \
            does not fit it.
            """
        case .absentAddressee:
            """
            The message was addressed to a peer who is not here, so nobody got it. It left, or never was: an id may \
            have been kept from before a reconnect. Watch who leaves, and close the connection to them.
            """
        case .claimedIdentity:
            """
            The message says it comes from someone other than the connection it came by. A relay cannot vouch for \
            names that clients write themselves. In some dialects this is how it is done; elsewhere someone may be \
            speaking in another's name.
            """
        case .mixedDialects:
            """
            Peers in this room spell their messages differently, so that one may not understand the other. They were \
            probably made from different examples or versions. Compare what a candidate and a description look like \
            on each side, and settle on one form.
            """
        case .jsonInBinary:
            """
            The text was sent in a binary frame, and the relay keeps that. A browser hands it over as a Blob or an \
            ArrayBuffer, and JSON.parse fails on that. Send a string instead of a buffer or bytes.
            """
        case .noOffer:
            """
            Peers talk to each other, but none of their messages carries an offer that is recognized. The clients may \
            wait for a person to begin, or for each other. A client that calls event.data.text() expects binary frames, \
            and fails on text: start the relay with --deliver binary for it. If an offer is in one of the messages, teach \
            its spelling in the configuration file, under spellings.
            """
        case .unrecognizedContent:
            """
            The message names its kind, but nothing in it looks like a session description or a candidate, so the call it \
            belongs to cannot be followed. It may be encrypted, compressed, or only ask for one. If the text is there \
            under another name, teach it in the configuration file, under spellings.
            """
        case .glareGuard:
            """
            Two plain clients offered at once, or were about to. The relay let one offer be the first and kept the \
            other with its candidates, as clients without perfect negotiation end without a connection otherwise. Mend \
            the clients, and take the guard away to see whether they cope by themselves.
            """
        }
    }
}
