// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {TimelockControllerUpgradeable} from "@openzeppelin/contracts-upgradeable/governance/TimelockControllerUpgradeable.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";
import {CommunityFactory} from "../../src/governance/CommunityFactory.sol";
import {CommunityTimelock} from "../../src/governance/CommunityTimelock.sol";
import {ICommunityFactory} from "../../src/interfaces/ICommunityFactory.sol";
import {ICommunityGovernor} from "../../src/interfaces/ICommunityGovernor.sol";
import {IMembership} from "../../src/interfaces/IMembership.sol";
import {SinkDouble} from "../doubles/PayeeDoubles.sol";
import {WalletDouble} from "../doubles/WalletDouble.sol";
import {Vm} from "../Vm.sol";
import {BallotFixture} from "./BallotFixture.sol";

/// @dev Carries out what nobody scheduled, with the most that an executor can say for it, and schedules it on the way.
contract HastyExecutor {
    CommunityTimelock private immutable _timelock;

    address[] private _targets;

    bytes[] private _payloads;

    constructor(CommunityTimelock timelock) {
        _timelock = timelock;
        _targets = [address(timelock), address(timelock), address(this)];
        _payloads.push(abi.encodeCall(timelock.updateDelay, (0)));
        _payloads.push(abi.encodeCall(timelock.grantRole, (timelock.PROPOSER_ROLE(), address(this))));
        _payloads.push(abi.encodeCall(HastyExecutor.schedule, ()));
    }

    function takeOver() external {
        _timelock.announceSuperMajority();
        _timelock.executeBatch(_targets, new uint256[](3), _payloads, 0, 0);
    }

    function schedule() external {
        _timelock.scheduleBatch(_targets, new uint256[](3), _payloads, 0, 0, 0);
    }

    function operation() external view returns (bytes32) {
        return _timelock.hashOperationBatch(_targets, new uint256[](3), _payloads, 0, 0);
    }
}

/// @dev Keeps the calldata it was last called with.
contract ListenerDouble {
    bytes public heard;

    fallback() external {
        heard = msg.data;
    }
}

/// @notice OpenZeppelin's published advisories on what a community is built of, or could be mistaken to be built of:
/// each attack is made on the nearest thing there is here.
contract AdvisoriesTest is BallotFixture {
    // CVE-2021-39167, TimelockController: an executor schedules what it is carrying out. See CommunityTimelock.t.sol too.

    /// @dev Where it was worst: no floor keeps the delay from zero.
    function test_CVE_2021_39167_anOperationIsNotScheduledByItsOwnExecution() public {
        _enter(_withoutFloors().found(founding()));
        skip(1);
        HastyExecutor executor = new HastyExecutor(timelock);
        decide(
            address(timelock),
            abi.encodeCall(timelock.grantRole, (timelock.EXECUTOR_ROLE(), address(executor))),
            "Let this one execute"
        );
        bytes32 operation = executor.operation();
        vm.expectRevert(
            abi.encodeWithSelector(
                TimelockControllerUpgradeable.TimelockUnexpectedOperationState.selector,
                operation,
                bytes32(1 << uint8(TimelockControllerUpgradeable.OperationState.Ready))
            )
        );
        executor.takeOver();
        vm.assertFalse(timelock.isOperation(operation));
        vm.assertFalse(timelock.hasRole(timelock.PROPOSER_ROLE(), address(executor)));
        vm.assertEq(timelock.getMinDelay(), TIMELOCK_DELAY);
    }

    // CVE-2022-31198, GovernorVotesQuorumFraction: a lower quorum reaches back to what was defeated under the old one.

    function test_CVE_2022_31198_aLowerQuorumRevivesNothing() public {
        Proposal memory proposal = anything("By one alone");
        propose(ada, proposal);
        toVoting(proposal.id);
        vote(ada, proposal.id, FOR);
        toEnd(proposal.id);
        assertState(proposal.id, IGovernor.ProposalState.Defeated);

        decide(address(governor), abi.encodeCall(governor.setQuorumBps, (1_000)), "A tenth is enough");
        decide(address(governor), abi.encodeCall(governor.setMinimumVoters, (1)), "One is enough");
        vm.assertEq(governor.quorum(governor.proposalSnapshot(proposal.id)), 1, "what it had would do today");
        assertState(proposal.id, IGovernor.ProposalState.Defeated);
        _expectState(proposal.id, IGovernor.ProposalState.Defeated, IGovernor.ProposalState.Succeeded);
        queue(proposal);
    }

    function test_CVE_2022_31198_aHigherQuorumUndoesNothing() public {
        Proposal memory raise = plan1(address(governor), abi.encodeCall(governor.setQuorumBps, (10_000)), "All of us");
        pass(raise);
        Proposal memory proposal = anything("By two of five");
        propose(ben, proposal);
        toVoting(proposal.id);
        vote(ada, proposal.id, FOR);
        vote(ben, proposal.id, FOR);
        toEnd(proposal.id);
        execute(raise);
        vm.assertEq(governor.quorum(governor.proposalSnapshot(proposal.id)), 5, "what it had would not do today");
        assertState(proposal.id, IGovernor.ProposalState.Succeeded);
        queue(proposal);
    }

    // CVE-2023-34234, Governor: whoever sees a proposal first makes it its own and cancels it, again and again.

    function test_CVE_2023_34234_aReservedDescriptionIsForItsProposerAlone() public {
        _assertReserved(Strings.toHexString(ada));
        _assertReserved(Strings.toChecksumHexString(ada));
    }

    function test_CVE_2023_34234_whoTookActionsBackCannotTakeThemAgain() public {
        Proposal memory first = anything("Remove Ben");
        propose(ben, first);
        cancel(ben, first);
        vm.expectRevert(
            abi.encodeWithSelector(
                IGovernor.GovernorUnexpectedProposalState.selector,
                first.id,
                IGovernor.ProposalState.Canceled,
                bytes32(0)
            )
        );
        propose(ada, first);

        // Ada says it in other words, which Ben sees as well.
        Proposal memory second = plan1(first.targets[0], first.calldatas[0], "Ben has to go");
        vm.expectRevert(
            abi.encodeWithSelector(
                ICommunityGovernor.CommunityGovernor_CoolingDown.selector,
                first.id,
                vm.getBlockTimestamp() + COOLDOWN
            )
        );
        propose(ben, second);
        propose(ada, second);
        assertState(second.id, IGovernor.ProposalState.Pending);
    }

    // GHSA-93hq-5wgc-jc82, GovernorCompatibilityBravo: calldata is lost where fewer signatures than calldatas are given.

    /// @dev No proposal comes with signatures here: there is no such way in, and nothing that reads it back.
    function test_GHSA_93hq_5wgc_jc82_noProposalComesWithSignatures() public {
        Proposal memory proposal = anything("As Bravo would");
        vm.startPrank(ada);
        _assertRefused(
            address(governor),
            abi.encodeWithSignature(
                "propose(address[],uint256[],string[],bytes[],string)",
                proposal.targets,
                proposal.values,
                new string[](0),
                proposal.calldatas,
                proposal.description
            )
        );
        vm.assertEq(governor.lastProposalOf(proposal.targets, proposal.values, proposal.calldatas), 0);
        (bool done, ) = address(governor).call(
            abi.encodeCall(
                governor.propose,
                (proposal.targets, proposal.values, proposal.calldatas, proposal.description)
            )
        );
        vm.assertTrue(done, "the same without signatures");
        _assertRefused(address(governor), abi.encodeWithSignature("getActions(uint256)", proposal.id));
        _assertRefused(address(governor), abi.encodeWithSignature("cancel(uint256)", proposal.id));
        vm.stopPrank();
        assertState(proposal.id, IGovernor.ProposalState.Pending);
    }

    function test_GHSA_93hq_5wgc_jc82_noCalldataIsTrimmed() public {
        ListenerDouble listener = new ListenerDouble();
        Proposal memory proposal = _repeated(address(listener), hex"11223344aabb", 2);
        proposal.targets[1] = address(new ListenerDouble());
        proposal.id = idOf(proposal);
        vm.prank(ada);
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorInvalidProposalLength.selector, 2, 1, 2));
        governor.propose(proposal.targets, proposal.values, new bytes[](1), "One is missing");

        pass(proposal);
        execute(proposal);
        for (uint256 i = 0; i < 2; ++i) {
            vm.assertEq(ListenerDouble(proposal.targets[i]).heard(), proposal.calldatas[i]);
        }
    }

    // GHSA-m6w8-fq7v-ph4m, GovernorCompatibilityBravo: a call made of a signature and its arguments is encoded wrongly.

    /// @dev Nothing is encoded here: what is called is what was proposed, whether a signature could stand for it or not.
    function testFuzz_GHSA_m6w8_fq7v_ph4m_whatIsCalledIsWhatWasProposed(bytes calldata data) public {
        vm.assume(data.length != 0);
        ListenerDouble listener = new ListenerDouble();
        Proposal memory proposal = plan1(address(listener), data, "Say it");
        uint256 present = vm.getBlockTimestamp();
        vm.expectEmit(address(governor));
        emit IGovernor.ProposalCreated(
            proposal.id,
            ada,
            proposal.targets,
            proposal.values,
            new string[](1),
            proposal.calldatas,
            present + VOTING_DELAY,
            present + VOTING_DELAY + VOTING_PERIOD,
            "Say it"
        );
        pass(proposal);
        execute(proposal);
        vm.assertEq(listener.heard(), data);
    }

    // GHSA-4h98-2769-gh6h, ECDSA: a signature has a compact twin, which passes where the signature itself is used up.

    function test_GHSA_4h98_2769_gh6h_theTwinOfABallotIsNoBallot() public {
        Proposal memory proposal = _voting("Twins");
        (address voter, bytes memory signature) = signBallot("ada", proposal.id, FOR, 0);
        bytes memory refusal = abi.encodeWithSelector(IGovernor.GovernorInvalidSignature.selector, voter);
        vm.expectRevert(refusal);
        governor.castVoteBySig(proposal.id, FOR, voter, _compact(signature));
        governor.castVoteBySig(proposal.id, FOR, voter, signature);
        vm.expectRevert(refusal);
        governor.castVoteBySig(proposal.id, FOR, voter, _compact(signature));

        (, uint256 key) = makeAddrAndKey("ben");
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(
            key,
            typedDigest(
                address(governor),
                keccak256(
                    abi.encode(EXTENDED_BALLOT_TYPEHASH, proposal.id, FOR, ben, 0, keccak256("yes"), keccak256(""))
                )
            )
        );
        signature = abi.encodePacked(r, s, v);
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorInvalidSignature.selector, ben));
        governor.castVoteWithReasonAndParamsBySig(proposal.id, FOR, ben, "yes", "", _compact(signature));
        governor.castVoteWithReasonAndParamsBySig(proposal.id, FOR, ben, "yes", "", signature);
        _assertVotes(proposal.id, 2);
    }

    function test_GHSA_4h98_2769_gh6h_theTwinOfABallotInABatchCountsNoSecondTime() public {
        Proposal memory proposal = _voting("Twins");
        ICommunityGovernor.SignedBallot[] memory ballots = new ICommunityGovernor.SignedBallot[](3);
        for (uint256 i = 0; i < 3; ++i) ballots[i] = signed("ada", proposal.id, FOR);
        ballots[0].signature = _compact(ballots[0].signature);
        ballots[2].signature = ballots[0].signature;
        ICommunityGovernor.BallotOutcome[] memory outcomes = governor.castVotesBySig(ballots);
        vm.assertTrue(outcomes[0] == ICommunityGovernor.BallotOutcome.InvalidSignature, "before");
        vm.assertTrue(outcomes[1] == ICommunityGovernor.BallotOutcome.Counted, "the signature itself");
        vm.assertTrue(outcomes[2] == ICommunityGovernor.BallotOutcome.AlreadyVoted, "after");
        _assertVotes(proposal.id, 1);
    }

    function test_GHSA_4h98_2769_gh6h_theTwinOfASponsorshipIsNone() public {
        Proposal memory proposal = anything("Twins");
        ICommunityGovernor.Sponsorship[] memory sponsorships = new ICommunityGovernor.Sponsorship[](1);
        sponsorships[0] = sponsorship("ben", proposal.id);
        bytes memory signature = sponsorships[0].signature;
        sponsorships[0].signature = _compact(signature);
        vm.expectRevert(abi.encodeWithSelector(ICommunityGovernor.CommunityGovernor_InvalidSponsorship.selector, ben));
        proposeWith(ada, proposal, sponsorships);
        sponsorships[0].signature = signature;
        proposeWith(ada, proposal, sponsorships);
    }

    // GHSA-4g63-c64m-25w9, SignatureChecker: a signer that answers what cannot be decoded makes the check itself revert.

    function test_GHSA_4g63_c64m_25w9_anAnswerThatCannotBeDecodedIsANo() public {
        WalletDouble wallet = _memberWallet();
        WalletDouble.Behaviour[3] memory answers = _answersThatCannotBeDecoded();
        ICommunityGovernor.SignedBallot[] memory ballots = new ICommunityGovernor.SignedBallot[](1);
        for (uint256 i = 0; i < answers.length; ++i) {
            wallet.behave(answers[i]);
            Proposal memory proposal = anything(string.concat("Answer ", vm.toString(i)));
            ICommunityGovernor.Sponsorship[] memory sponsorships = new ICommunityGovernor.Sponsorship[](1);
            sponsorships[0] = ICommunityGovernor.Sponsorship(address(wallet), type(uint256).max, "");
            vm.expectRevert(
                abi.encodeWithSelector(
                    ICommunityGovernor.CommunityGovernor_InvalidSponsorship.selector,
                    address(wallet)
                )
            );
            proposeWith(ada, proposal, sponsorships);

            propose(ada, proposal);
            toVoting(proposal.id);
            vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorInvalidSignature.selector, address(wallet)));
            governor.castVoteBySig(proposal.id, FOR, address(wallet), "");
            ballots[0] = unsigned(address(wallet), proposal.id, FOR);
            vm.assertTrue(
                governor.castVotesBySig(ballots)[0] == ICommunityGovernor.BallotOutcome.InvalidSignature,
                "in a batch"
            );
            wallet.behave(WalletDouble.Behaviour.Agree);
            governor.castVoteBySig(proposal.id, FOR, address(wallet), "");
            _assertVotes(proposal.id, 1);
        }
    }

    // GHSA-g4vp-m682-qqmp, ERC2771Context: calldata shorter than an address, sent on by a forwarder, comes from nobody.

    /// @dev Nobody's word is taken for who sent: no part knows a forwarder, and what is appended is not read.
    function test_GHSA_g4vp_m682_qqmp_whoSendsIsWhoCalls() public {
        address[6] memory parts = _parts();
        for (uint256 i = 0; i < parts.length; ++i) {
            _assertRefused(parts[i], abi.encodeWithSignature("trustedForwarder()"));
            _assertRefused(parts[i], abi.encodeWithSignature("isTrustedForwarder(address)", stranger));
            vm.startPrank(parts[i]);
            (bool left, bytes memory reason) = address(membership).call(
                abi.encodePacked(membership.leave.selector, ada)
            );
            vm.stopPrank();
            vm.assertFalse(left);
            vm.assertEq(reason, abi.encodeWithSelector(IMembership.Membership_NotMember.selector, parts[i]));
        }
        vm.assertTrue(membership.isMember(ada));
    }

    /// @dev To leave takes four bytes, the shortest call that changes anything; and nobody has no say in any case.
    function test_GHSA_g4vp_m682_qqmp_shortCalldataComesFromWhoCalls() public {
        vm.expectEmit(address(membership));
        emit IMembership.MemberDeparted(5, eve, false, "");
        vm.prank(eve);
        (bool left, ) = address(membership).call(abi.encodePacked(membership.leave.selector));
        vm.assertTrue(left);

        Proposal memory proposal = _voting("Nobody's");
        vm.expectRevert(
            abi.encodeWithSelector(ICommunityGovernor.CommunityGovernor_NoVote.selector, proposal.id, address(0))
        );
        vote(address(0), proposal.id, FOR);
        vm.expectRevert(abi.encodeWithSelector(ICommunityGovernor.CommunityGovernor_NotMember.selector, address(0)));
        propose(address(0), anything("Nobody's"));
    }

    // GHSA-699g-q6qh-q4v8, Multicall: each call of a batch is made twice.

    /// @dev No part makes several calls of one, save the timelock, those of an operation.
    function test_GHSA_699g_q6qh_q4v8_noPartHasAMulticall() public {
        address[6] memory parts = _parts();
        bytes[] memory calls = new bytes[](1);
        calls[0] = abi.encodeCall(membership.leave, ());
        for (uint256 i = 0; i < parts.length; ++i) {
            vm.startPrank(ada);
            _assertRefused(parts[i], abi.encodeWithSignature("multicall(bytes[])", calls));
            vm.stopPrank();
        }
        vm.assertTrue(membership.isMember(ada));
    }

    function test_GHSA_699g_q6qh_q4v8_eachCallOfAProposalIsMadeOnce() public {
        SinkDouble sink = new SinkDouble();
        vm.deal(address(timelock), 10 ether);
        Proposal memory proposal = _repeated(address(sink), hex"11223344", 3);
        for (uint256 i = 0; i < 3; ++i) proposal.values[i] = 1 ether;
        proposal.id = idOf(proposal);
        pass(proposal);
        execute(proposal);
        vm.assertEq(sink.calls(), 3);
        vm.assertEq(address(sink).balance, 3 ether);
    }

    function test_GHSA_699g_q6qh_q4v8_eachBallotOfABatchIsCountedOnce() public {
        Proposal memory proposal = _voting("Once each");
        ICommunityGovernor.SignedBallot[] memory ballots = new ICommunityGovernor.SignedBallot[](3);
        ballots[0] = signed("ada", proposal.id, FOR);
        ballots[1] = signed("ben", proposal.id, FOR);
        ballots[2] = signed("cleo", proposal.id, FOR);
        vm.recordLogs();
        governor.castVotesBySig(ballots);
        Vm.Log[] memory logs = vm.getRecordedLogs();
        vm.assertEq(logs.length, 3);
        for (uint256 i = 0; i < 3; ++i) {
            vm.assertEq(logs[i].topics[0], IGovernor.VoteCast.selector);
            vm.assertEq(logs[i].topics[1], bytes32(uint256(uint160(ballots[i].voter))));
        }
        _assertVotes(proposal.id, 3);
        vm.assertEq(governor.proposalVoters(proposal.id), 3);
    }

    function _assertReserved(string memory forAda) private {
        Proposal memory proposal = anything(string.concat("Remove Ben#proposer=", forAda));
        ICommunityGovernor.Sponsorship[] memory seen = new ICommunityGovernor.Sponsorship[](1);
        seen[0] = sponsorship("cleo", proposal.id);
        bytes memory refusal = abi.encodeWithSelector(IGovernor.GovernorRestrictedProposer.selector, ben);
        vm.expectRevert(refusal);
        propose(ben, proposal);
        vm.expectRevert(refusal);
        proposeWith(ben, proposal, seen);

        proposeWith(ada, proposal, seen);
        vm.assertEq(governor.proposalProposer(proposal.id), ada);
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorUnableToCancel.selector, proposal.id, ben));
        cancel(ben, proposal);
    }

    function _withoutFloors() private returns (CommunityFactory) {
        (address roll, address governs, address waits, address elders) = factory.implementations();
        ICommunityFactory.Floors memory floors;
        floors.votingPeriod = 1;
        return new CommunityFactory(registry, roll, governs, waits, elders, floors);
    }

    function _memberWallet() private returns (WalletDouble wallet) {
        wallet = new WalletDouble(governor);
        admitByAuthority(address(wallet), 0);
        skip(1);
    }

    function _answersThatCannotBeDecoded() private pure returns (WalletDouble.Behaviour[3] memory) {
        return
            [
                WalletDouble.Behaviour.AgreeWithATail,
                WalletDouble.Behaviour.AnswerTooShort,
                WalletDouble.Behaviour.RevertAtLength
            ];
    }

    function _voting(string memory description) private returns (Proposal memory proposal) {
        proposal = anything(description);
        propose(ada, proposal);
        toVoting(proposal.id);
    }

    /// @dev A proposal of the same call, several times.
    function _repeated(
        address target,
        bytes memory data,
        uint256 times
    ) private pure returns (Proposal memory proposal) {
        proposal = Proposal(0, new address[](times), new uint256[](times), new bytes[](times), "Several");
        for (uint256 i = 0; i < times; ++i) {
            proposal.targets[i] = target;
            proposal.calldatas[i] = data;
        }
    }

    /// @dev The other encoding of the same signature (ERC-2098).
    function _compact(bytes memory signature) private pure returns (bytes memory) {
        bytes32 r;
        uint256 s;
        uint8 v;
        assembly ("memory-safe") {
            r := mload(add(signature, 0x20))
            s := mload(add(signature, 0x40))
            v := byte(0, mload(add(signature, 0x60)))
        }
        return abi.encodePacked(r, s | (uint256(v - 27) << 255));
    }

    function _expectState(uint256 proposalId, IGovernor.ProposalState current, IGovernor.ProposalState needed) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                IGovernor.GovernorUnexpectedProposalState.selector,
                proposalId,
                current,
                bytes32(1 << uint8(needed))
            )
        );
    }

    /// @dev No function answers to the call: it reverts without a word.
    function _assertRefused(address part, bytes memory data) private {
        vm.assertGt(part.code.length, 0);
        (bool done, bytes memory reason) = part.call(data);
        vm.assertFalse(done);
        vm.assertEq(reason.length, 0);
    }

    function _assertVotes(uint256 proposalId, uint256 expected) private view {
        (uint256 againstVotes, uint256 forVotes, uint256 abstainVotes) = governor.proposalVotes(proposalId);
        vm.assertEq(againstVotes, 0);
        vm.assertEq(forVotes, expected);
        vm.assertEq(abstainVotes, 0);
    }

    function _parts() private view returns (address[6] memory) {
        return
            [
                address(membership),
                address(governor),
                address(timelock),
                address(council),
                address(registry),
                address(factory)
            ];
    }
}
