// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {ICommunityGovernor} from "../../src/interfaces/ICommunityGovernor.sol";
import {SignerDouble} from "../doubles/SignerDouble.sol";
import {WalletDouble} from "../doubles/WalletDouble.sol";
import {Vm} from "../Vm.sol";
import {BallotFixture} from "./BallotFixture.sol";

contract SignedBallotsTest is BallotFixture {
    /// @dev What a voter that is a contract may use to check its signature.
    uint256 private constant CONTRACT_GAS = 400_000;

    /// @dev Everything but the voters' own code, for a batch of three.
    uint256 private constant BATCH_GAS = 250_000;

    uint256 private _id;

    WalletDouble private _wallet;

    function setUp() public override {
        super.setUp();
        _wallet = new WalletDouble(governor);
        admitByAuthority(address(_wallet), 0);
        skip(1);
        _id = propose(ada, anything("The question"));
        toVoting(_id);
    }

    // what is counted

    function test_castVotesBySig_doesNothingWithoutBallots() public {
        vm.recordLogs();
        vm.assertEq(governor.castVotesBySig(_batch(0)).length, 0);
        vm.assertEq(vm.getRecordedLogs().length, 0);
    }

    function test_castVotesBySig_countsEveryBallotWithItsReason() public {
        ICommunityGovernor.SignedBallot[] memory ballots = _batch(3);
        (, uint256 key) = makeAddrAndKey("ada");
        ballots[0] = unsigned(ada, _id, FOR);
        ballots[0].reason = "trees give shade";
        ballots[0] = sign(key, ballots[0]);
        ballots[1] = signed("ben", _id, AGAINST);
        ballots[2] = signed("cleo", _id, ABSTAIN);

        vm.expectEmit(address(governor));
        emit IGovernor.VoteCast(ada, _id, FOR, 1, "trees give shade");
        vm.expectEmit(address(governor));
        emit IGovernor.VoteCast(ben, _id, AGAINST, 1, "");
        vm.expectEmit(address(governor));
        emit IGovernor.VoteCast(cleo, _id, ABSTAIN, 1, "");
        vm.prank(stranger);
        ICommunityGovernor.BallotOutcome[] memory outcomes = governor.castVotesBySig(ballots);

        vm.assertEq(outcomes.length, 3);
        for (uint256 i = 0; i < outcomes.length; ++i) {
            _assertOutcome(outcomes[i], ICommunityGovernor.BallotOutcome.Counted);
            vm.assertTrue(governor.hasVoted(_id, ballots[i].voter));
        }
        vm.assertFalse(governor.hasVoted(_id, dan));
        _assertTally(_id, 1, 1, 1);
    }

    function test_castVotesBySig_countsAContractThatAgreesToThisVeryBallot() public {
        SignerDouble signer = new SignerDouble();
        admitByAuthority(address(signer), 0);
        skip(1);
        uint256 id = propose(ben, anything("For contracts too"));
        toVoting(id);
        ICommunityGovernor.SignedBallot memory ballot = unsigned(address(signer), id, FOR);
        ballot.signature = "whatever a wallet makes of a signature, at any length it likes";
        _expect(ballot, ICommunityGovernor.BallotOutcome.InvalidSignature);
        bytes32 digest = memberBallotDigest(address(governor), ballot);
        signer.agree(digest);
        ballot.support = AGAINST;
        _expect(ballot, ICommunityGovernor.BallotOutcome.InvalidSignature);
        ballot.support = FOR;
        vm.expectCall(address(signer), abi.encodeCall(signer.isValidSignature, (digest, ballot.signature)));
        _expectCounted(ballot);
    }

    /// @dev EIP-7702: the account of a key runs a wallet's code, and the key still signs for it.
    function test_castVotesBySig_countsAKeyWhoseAccountRunsCode() public {
        _wallet.behave(WalletDouble.Behaviour.Revert);
        vm.etch(ada, address(_wallet).code);
        _expectCounted(signed("ada", _id, FOR));
    }

    function testFuzz_castVotesBySig_countsWhatDirectVotesCount(uint256 seed) public {
        string[5] memory names = ["ada", "ben", "cleo", "dan", "eve"];
        ICommunityGovernor.SignedBallot[] memory ballots = _batch(8);
        uint256 state = vm.snapshotState();
        for (uint256 i = 0; i < ballots.length; ++i) {
            uint256 draw = uint256(keccak256(abi.encode(seed, i)));
            ballots[i] = signed(names[draw % 5], _id, uint8((draw >> 8) % 4));
            vm.prank(ballots[i].voter);
            try governor.castVote(_id, ballots[i].support) {} catch {}
        }
        (uint256 against, uint256 for_, uint256 abstain) = governor.proposalVotes(_id);
        vm.revertToState(state);
        governor.castVotesBySig(ballots);
        _assertTally(_id, against, for_, abstain);
    }

    function test_castVotesBySig_countsSeveralProposalsInAnyOrder() public {
        uint256 other = propose(ben, anything("Another question"));
        toVoting(other);
        ICommunityGovernor.SignedBallot[] memory ballots = _batch(6);
        ballots[0] = signed("ada", _id, FOR);
        ballots[1] = signed("ada", other, AGAINST);
        ballots[2] = signed("ben", other, AGAINST);
        ballots[3] = signed("ben", _id, FOR);
        ballots[4] = signed("ada", _id, AGAINST);
        ballots[5] = signed("cleo", other, ABSTAIN);
        ICommunityGovernor.BallotOutcome[] memory outcomes = governor.castVotesBySig(ballots);
        for (uint256 i = 0; i < ballots.length; ++i) {
            _assertOutcome(
                outcomes[i],
                i == 4 ? ICommunityGovernor.BallotOutcome.AlreadyVoted : ICommunityGovernor.BallotOutcome.Counted
            );
        }
        _assertTally(_id, 0, 2, 0);
        _assertTally(other, 2, 0, 1);
    }

    /// @dev Receipts of 300 members fill two words; the batch goes back and forth between them.
    function test_castVotesBySig_countsEachOfManyMembersOnce() public {
        vm.startPrank(address(timelock));
        for (uint256 i = 0; i < 300; ++i) {
            membership.admit(vm.addr(1_000 + i), 0);
        }
        vm.stopPrank();
        skip(1);
        uint256 id = propose(ben, anything("With everybody"));
        toVoting(id);
        vote(vm.addr(1_007), id, ABSTAIN);
        vote(vm.addr(1_291), id, ABSTAIN);

        ICommunityGovernor.SignedBallot[] memory ballots = _batch(42);
        for (uint256 i = 0; i < 20; ++i) {
            ballots[2 * i] = sign(1_000 + i, unsigned(vm.addr(1_000 + i), id, FOR));
            ballots[2 * i + 1] = sign(1_299 - i, unsigned(vm.addr(1_299 - i), id, AGAINST));
        }
        ballots[40] = ballots[2];
        ballots[41] = ballots[3];
        ICommunityGovernor.BallotOutcome[] memory outcomes = governor.castVotesBySig(ballots);
        for (uint256 i = 0; i < ballots.length; ++i) {
            bool twice = i == 14 || i == 17 || i >= 40;
            _assertOutcome(
                outcomes[i],
                twice ? ICommunityGovernor.BallotOutcome.AlreadyVoted : ICommunityGovernor.BallotOutcome.Counted
            );
        }
        _assertTally(id, 19, 19, 2);
        vm.assertFalse(governor.hasVoted(id, vm.addr(1_020)));
        vm.assertFalse(governor.hasVoted(id, vm.addr(1_279)));
        vm.assertTrue(governor.hasVoted(id, vm.addr(1_019)));
        vm.assertTrue(governor.hasVoted(id, vm.addr(1_280)));
    }

    function test_castVotesBySig_extendsTheVotingOnceWhenItReachesTheQuorumLate() public {
        uint256 deadline = governor.proposalDeadline(_id);
        vm.warp(deadline);
        ICommunityGovernor.SignedBallot[] memory ballots = _batch(4);
        ballots[0] = signed("ada", _id, FOR);
        ballots[1] = signed("ben", _id, FOR);
        ballots[2] = signed("cleo", _id, FOR);
        ballots[3] = signed("dan", _id, AGAINST);
        vm.recordLogs();
        governor.castVotesBySig(ballots);
        Vm.Log[] memory logs = vm.getRecordedLogs();
        vm.assertEq(logs.length, 5);
        vm.assertEq(logs[4].topics[0], ICommunityGovernor.ProposalExtended.selector);
        vm.assertEq(governor.proposalDeadline(_id), deadline + EXTENSION);

        vm.warp(deadline + EXTENSION);
        vm.recordLogs();
        _expectCounted(signed("eve", _id, FOR));
        vm.assertEq(vm.getRecordedLogs().length, 1);
        vm.assertEq(governor.proposalDeadline(_id), deadline + EXTENSION);
    }

    function test_castVotesBySig_extendsNothingBelowTheQuorum() public {
        uint256 deadline = governor.proposalDeadline(_id);
        vm.warp(deadline);
        vm.recordLogs();
        _expectCounted(signed("ada", _id, FOR));
        vm.assertEq(vm.getRecordedLogs().length, 1);
        vm.assertEq(governor.proposalDeadline(_id), deadline);
    }

    // what is skipped

    function test_castVotesBySig_skipsWhereVotingIsNotOpen() public {
        _expect(signed("ada", 1, FOR), ICommunityGovernor.BallotOutcome.NotActive);
        uint256 pending = propose(ben, anything("Not yet"));
        vm.warp(governor.proposalSnapshot(pending));
        _expect(signed("ada", pending, FOR), ICommunityGovernor.BallotOutcome.NotActive);
        vm.warp(governor.proposalDeadline(_id));
        _expectCounted(signed("ada", _id, FOR));
        skip(1);
        _expect(signed("ben", _id, FOR), ICommunityGovernor.BallotOutcome.NotActive);
    }

    function testFuzz_castVotesBySig_skipsAfterTheBallotsDeadline(uint256 deadline) public {
        deadline = bound(deadline, START, START + 1 days);
        (, uint256 key) = makeAddrAndKey("ada");
        ICommunityGovernor.SignedBallot memory ballot = unsigned(ada, _id, FOR);
        ballot.deadline = deadline;
        ballot = sign(key, ballot);
        if (deadline < block.timestamp) _expect(ballot, ICommunityGovernor.BallotOutcome.Expired);
        else _expectCounted(ballot);
    }

    function test_castVotesBySig_countsInTheLastSecondOfTheBallotsDeadline() public {
        (, uint256 key) = makeAddrAndKey("ada");
        ICommunityGovernor.SignedBallot memory ballot = unsigned(ada, _id, FOR);
        ballot.deadline = block.timestamp - 1;
        _expect(sign(key, ballot), ICommunityGovernor.BallotOutcome.Expired);
        ballot.deadline = block.timestamp;
        _expectCounted(sign(key, ballot));
    }

    function testFuzz_castVotesBySig_skipsSupportWithoutAMeaning(uint8 support) public {
        support = uint8(bound(support, 3, 255));
        _expect(signed("ada", _id, support), ICommunityGovernor.BallotOutcome.UnknownSupport);
    }

    function test_castVotesBySig_skipsWhoHasNoVote() public {
        _expect(signed("stranger", _id, FOR), ICommunityGovernor.BallotOutcome.NoVote);
        admitByAuthority(stranger, 0);
        skip(1);
        _expect(signed("stranger", _id, FOR), ICommunityGovernor.BallotOutcome.NoVote);
        vm.prank(eve);
        membership.leave();
        _expectCounted(signed("eve", _id, FOR));
        uint256 later = propose(ada, anything("Without Eve"));
        toVoting(later);
        _expect(signed("eve", later, FOR), ICommunityGovernor.BallotOutcome.NoVote);
        _expectCounted(signed("stranger", later, FOR));
    }

    function test_castVotesBySig_skipsWhoJoinedWithTheProposalOrLeftByItsSnapshot() public {
        uint256 id = propose(ada, anything("In between"));
        admitByAuthority(stranger, 0);
        vm.warp(governor.proposalSnapshot(id));
        vm.prank(eve);
        membership.leave();
        skip(1);
        vm.prank(dan);
        membership.leave();
        _expect(signed("stranger", id, FOR), ICommunityGovernor.BallotOutcome.NoVote);
        _expect(signed("eve", id, FOR), ICommunityGovernor.BallotOutcome.NoVote);
        _expectCounted(signed("dan", id, FOR));
    }

    function test_castVotesBySig_skipsWhoHasVotedInPerson() public {
        vote(ada, _id, AGAINST);
        _expect(signed("ada", _id, FOR), ICommunityGovernor.BallotOutcome.AlreadyVoted);
        _expectCounted(signed("ben", _id, FOR));
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorAlreadyCastVote.selector, ben));
        vote(ben, _id, AGAINST);
        (, bytes memory signature) = signBallot("ben", _id, AGAINST, 0);
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorAlreadyCastVote.selector, ben));
        governor.castVoteBySig(_id, AGAINST, ben, signature);
        _assertTally(_id, 1, 1, 0);
    }

    function testFuzz_castVotesBySig_skipsASignatureOfAnythingElse(uint256 what, uint256 salt) public {
        ICommunityGovernor.SignedBallot memory ballot = signed("ada", _id, FOR);
        what = bound(what, 0, 4);
        if (what == 0) {
            ballot.proposalId = propose(ben, anything("Another question"));
            toVoting(ballot.proposalId);
        }
        if (what == 1) ballot.support = salt % 2 == 0 ? AGAINST : ABSTAIN;
        if (what == 2) ballot.voter = salt % 2 == 0 ? ben : address(_wallet);
        if (what == 3) ballot.reason = vm.toString(salt);
        if (what == 4) ballot.deadline = bound(salt, block.timestamp, type(uint256).max - 1);
        _wallet.behave(WalletDouble.Behaviour.Refuse);
        _expect(ballot, ICommunityGovernor.BallotOutcome.InvalidSignature);
        _assertTally(ballot.proposalId, 0, 0, 0);
    }

    function testFuzz_castVotesBySig_skipsWhatIsNoSignature(bytes calldata noise) public {
        ICommunityGovernor.SignedBallot memory ballot = unsigned(ada, _id, FOR);
        ballot.signature = noise;
        _expect(ballot, ICommunityGovernor.BallotOutcome.InvalidSignature);
        _expectCounted(signed("ada", _id, FOR));
    }

    /// @dev Each ballot has every fault from its own on; the first is told.
    function test_castVotesBySig_tellsTheFirstFault() public {
        ICommunityGovernor.SignedBallot memory ballot = unsigned(stranger, 1, 3);
        ballot.deadline = block.timestamp - 1;
        _expect(ballot, ICommunityGovernor.BallotOutcome.NotActive);
        ballot.proposalId = _id;
        _expect(ballot, ICommunityGovernor.BallotOutcome.Expired);
        ballot.deadline = block.timestamp;
        _expect(ballot, ICommunityGovernor.BallotOutcome.UnknownSupport);
        ballot.support = FOR;
        _expect(ballot, ICommunityGovernor.BallotOutcome.NoVote);
        ballot.voter = ada;
        vote(ada, _id, FOR);
        _expect(ballot, ICommunityGovernor.BallotOutcome.AlreadyVoted);
        ballot.voter = ben;
        _expect(ballot, ICommunityGovernor.BallotOutcome.InvalidSignature);
    }

    function test_castVotesBySig_tellsWhereTheSkippedStoodAndCountsTheRest() public {
        ICommunityGovernor.SignedBallot[] memory ballots = _batch(5);
        ballots[0] = signed("stranger", _id, FOR);
        ballots[1] = signed("ada", _id, FOR);
        ballots[2] = signed("ben", 7, FOR);
        ballots[3] = signed("ben", _id, FOR);
        ballots[4] = unsigned(cleo, _id, FOR);
        vm.expectEmit(address(governor));
        emit ICommunityGovernor.BallotSkipped(_id, stranger, 0, ICommunityGovernor.BallotOutcome.NoVote);
        vm.expectEmit(address(governor));
        emit IGovernor.VoteCast(ada, _id, FOR, 1, "");
        vm.expectEmit(address(governor));
        emit ICommunityGovernor.BallotSkipped(7, ben, 2, ICommunityGovernor.BallotOutcome.NotActive);
        vm.expectEmit(address(governor));
        emit IGovernor.VoteCast(ben, _id, FOR, 1, "");
        vm.expectEmit(address(governor));
        emit ICommunityGovernor.BallotSkipped(_id, cleo, 4, ICommunityGovernor.BallotOutcome.InvalidSignature);
        ICommunityGovernor.BallotOutcome[] memory outcomes = governor.castVotesBySig(ballots);
        _assertOutcome(outcomes[0], ICommunityGovernor.BallotOutcome.NoVote);
        _assertOutcome(outcomes[1], ICommunityGovernor.BallotOutcome.Counted);
        _assertOutcome(outcomes[2], ICommunityGovernor.BallotOutcome.NotActive);
        _assertOutcome(outcomes[3], ICommunityGovernor.BallotOutcome.Counted);
        _assertOutcome(outcomes[4], ICommunityGovernor.BallotOutcome.InvalidSignature);
        _assertTally(_id, 0, 2, 0);
        // What was skipped is not spent.
        _expectCounted(signed("cleo", _id, FOR));
    }

    // attacks

    function test_attack_batchReplay() public {
        ICommunityGovernor.SignedBallot memory ballot = signed("ada", _id, FOR);
        ICommunityGovernor.SignedBallot[] memory ballots = _batch(2);
        (ballots[0], ballots[1]) = (ballot, ballot);
        ICommunityGovernor.BallotOutcome[] memory outcomes = governor.castVotesBySig(ballots);
        _assertOutcome(outcomes[0], ICommunityGovernor.BallotOutcome.Counted);
        _assertOutcome(outcomes[1], ICommunityGovernor.BallotOutcome.AlreadyVoted);
        _expect(ballot, ICommunityGovernor.BallotOutcome.AlreadyVoted);
        _assertTally(_id, 0, 1, 0);
    }

    /// @dev A second ballot of the same member, fresh and well signed, for something else.
    function test_attack_batchTwoBallotsOfOneMember() public {
        ICommunityGovernor.SignedBallot[] memory ballots = _batch(2);
        ballots[0] = signed("ada", _id, FOR);
        ballots[1] = signed("ada", _id, AGAINST);
        ICommunityGovernor.BallotOutcome[] memory outcomes = governor.castVotesBySig(ballots);
        _assertOutcome(outcomes[1], ICommunityGovernor.BallotOutcome.AlreadyVoted);
        _assertTally(_id, 0, 1, 0);
    }

    function test_attack_batchReplay_inAnotherCommunity() public {
        Proposal memory proposal = anything("The question");
        ICommunityGovernor.SignedBallot memory ballot = signed("ada", proposal.id, FOR);
        _enter(found("second", founding()));
        skip(1);
        propose(ada, proposal);
        toVoting(proposal.id);
        _expect(ballot, ICommunityGovernor.BallotOutcome.InvalidSignature);
    }

    function test_attack_batchReplay_onAnotherChain() public {
        ICommunityGovernor.SignedBallot memory ballot = signed("ada", _id, FOR);
        vm.chainId(block.chainid + 1);
        _expect(ballot, ICommunityGovernor.BallotOutcome.InvalidSignature);
    }

    /// @dev The two kinds of ballot say much the same; neither passes for the other.
    function test_attack_batchBallotOfTheOtherKind() public {
        ICommunityGovernor.SignedBallot memory ballot = unsigned(ada, _id, FOR);
        (, ballot.signature) = signBallot("ada", _id, FOR, 0);
        _expect(ballot, ICommunityGovernor.BallotOutcome.InvalidSignature);
        ballot = signed("ada", _id, FOR);
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorInvalidSignature.selector, ada));
        governor.castVoteBySig(_id, FOR, ada, ballot.signature);
    }

    function test_attack_batchCompactAndHighSTwins() public {
        ICommunityGovernor.SignedBallot[] memory ballots = _batch(4);
        ballots[3] = signed("ada", _id, FOR);
        (uint8 v, bytes32 r, bytes32 s) = _taken(ballots[3].signature);
        ballots[0] = unsigned(ada, _id, FOR);
        ballots[0].signature = abi.encodePacked(r, bytes32(uint256(s) | (uint256(v - 27) << 255)));
        ballots[1] = unsigned(ada, _id, FOR);
        ballots[1].signature = abi.encodePacked(r, bytes32(CURVE_ORDER - uint256(s)), v == 27 ? uint8(28) : uint8(27));
        ballots[2] = unsigned(ada, _id, FOR);
        ballots[2].signature = abi.encodePacked(r, s, v, uint8(0));
        ICommunityGovernor.BallotOutcome[] memory outcomes = governor.castVotesBySig(ballots);
        _assertOutcome(outcomes[0], ICommunityGovernor.BallotOutcome.InvalidSignature);
        _assertOutcome(outcomes[1], ICommunityGovernor.BallotOutcome.InvalidSignature);
        _assertOutcome(outcomes[2], ICommunityGovernor.BallotOutcome.InvalidSignature);
        _assertOutcome(outcomes[3], ICommunityGovernor.BallotOutcome.Counted);
    }

    function test_attack_batchVoteOfNobody() public {
        ICommunityGovernor.SignedBallot memory ballot = unsigned(address(0), _id, FOR);
        ballot.signature = abi.encodePacked(bytes32(0), bytes32(0), uint8(27));
        _expect(ballot, ICommunityGovernor.BallotOutcome.NoVote);
    }

    function test_attack_batchHostileERC1271_refuses() public {
        _assertHarmless(WalletDouble.Behaviour.Refuse, false);
    }

    function test_attack_batchHostileERC1271_answersTooLittle() public {
        _assertHarmless(WalletDouble.Behaviour.AnswerTooShort, false);
    }

    function test_attack_batchHostileERC1271_answersWithATail() public {
        _assertHarmless(WalletDouble.Behaviour.AgreeWithATail, false);
    }

    /// @dev With the very bytes that would have meant yes.
    function test_attack_batchHostileERC1271_reverts() public {
        _assertHarmless(WalletDouble.Behaviour.Revert, false);
    }

    function test_attack_batchHostileERC1271_burnsItsGas() public {
        _assertHarmless(WalletDouble.Behaviour.BurnGas, false);
    }

    function test_attack_batchHostileERC1271_answersAtGreatLength() public {
        _assertHarmless(WalletDouble.Behaviour.AgreeAtLength, true);
    }

    function test_attack_batchHostileERC1271_revertsAtGreatLength() public {
        _assertHarmless(WalletDouble.Behaviour.RevertAtLength, false);
    }

    function test_attack_batchHostileERC1271_reenters() public {
        _wallet.reenter(_id);
        _expectCounted(unsigned(address(_wallet), _id, FOR));
        _assertTally(_id, 0, 1, 0);
        _expect(unsigned(address(_wallet), _id, FOR), ICommunityGovernor.BallotOutcome.AlreadyVoted);
    }

    function test_attack_batchHostileERC1271_speaksForItselfAlone() public {
        ICommunityGovernor.SignedBallot memory ballot = unsigned(ada, _id, FOR);
        ballot.signature = abi.encode(address(_wallet));
        _expect(ballot, ICommunityGovernor.BallotOutcome.InvalidSignature);
    }

    /// @dev Nobody's code runs for a ballot that would not count anyway.
    function test_attack_batchHostileERC1271_ofAStrangerIsNotAsked() public {
        WalletDouble other = new WalletDouble(governor);
        other.behave(WalletDouble.Behaviour.BurnGas);
        uint256 before = gasleft();
        _expect(unsigned(address(other), _id, FOR), ICommunityGovernor.BallotOutcome.NoVote);
        vm.assertLt(before - gasleft(), CONTRACT_GAS / 2);
    }

    // gas of contracts

    function test_castVotesBySig_givesAContractItsShareOfGasAndNoMore() public {
        _wallet.wantGas(CONTRACT_GAS);
        _expect(unsigned(address(_wallet), _id, FOR), ICommunityGovernor.BallotOutcome.InvalidSignature);
        _wallet.wantGas(CONTRACT_GAS - 2_000);
        _expectCounted(unsigned(address(_wallet), _id, FOR));
    }

    function test_castVotesBySig_revertsWhereLittleGasIsLeftForAContract() public {
        ICommunityGovernor.SignedBallot[] memory ballots = _batch(1);
        ballots[0] = unsigned(address(_wallet), _id, FOR);
        vm.expectRevert(
            abi.encodeWithSelector(
                ICommunityGovernor.CommunityGovernor_TooLittleGas.selector,
                (CONTRACT_GAS * 64) / 63 + 1_000
            )
        );
        governor.castVotesBySig{gas: CONTRACT_GAS}(ballots);
        vm.assertFalse(governor.hasVoted(_id, address(_wallet)));
    }

    /// @dev However little the sender brings, a good ballot is counted or everything is undone: a search for the least
    /// gas that passes must not find one that drops it.
    function testFuzz_castVotesBySig_neverDropsAContractForWantOfGas(uint256 gas_) public {
        gas_ = bound(gas_, 100_000, 800_000);
        _wallet.wantGas(CONTRACT_GAS - 2_000);
        ICommunityGovernor.SignedBallot[] memory ballots = _batch(1);
        ballots[0] = unsigned(address(_wallet), _id, FOR);
        try governor.castVotesBySig{gas: gas_}(ballots) returns (ICommunityGovernor.BallotOutcome[] memory outcomes) {
            _assertOutcome(outcomes[0], ICommunityGovernor.BallotOutcome.Counted);
            vm.assertTrue(governor.hasVoted(_id, address(_wallet)));
        } catch {
            vm.assertLt(gas_, CONTRACT_GAS + BATCH_GAS, "refused though there was enough");
            vm.assertFalse(governor.hasVoted(_id, address(_wallet)));
        }
    }

    function test_castVotesBySig_wantsNoSuchGasForKeys() public {
        ICommunityGovernor.SignedBallot[] memory ballots = _batch(2);
        ballots[0] = signed("ada", _id, FOR);
        ballots[1] = unsigned(ben, _id, FOR);
        ICommunityGovernor.BallotOutcome[] memory outcomes = governor.castVotesBySig{gas: BATCH_GAS}(ballots);
        _assertOutcome(outcomes[0], ICommunityGovernor.BallotOutcome.Counted);
        _assertOutcome(outcomes[1], ICommunityGovernor.BallotOutcome.InvalidSignature);
    }

    /// @dev A hostile wallet between two honest ballots.
    function _assertHarmless(WalletDouble.Behaviour behaviour, bool counts) private {
        _wallet.behave(behaviour);
        ICommunityGovernor.SignedBallot[] memory ballots = _batch(3);
        ballots[0] = signed("ada", _id, FOR);
        ballots[1] = unsigned(address(_wallet), _id, AGAINST);
        ballots[2] = signed("ben", _id, FOR);
        uint256 before = gasleft();
        ICommunityGovernor.BallotOutcome[] memory outcomes = governor.castVotesBySig(ballots);
        vm.assertLt(before - gasleft(), CONTRACT_GAS + BATCH_GAS, "gas");
        _assertOutcome(outcomes[0], ICommunityGovernor.BallotOutcome.Counted);
        _assertOutcome(
            outcomes[1],
            counts ? ICommunityGovernor.BallotOutcome.Counted : ICommunityGovernor.BallotOutcome.InvalidSignature
        );
        _assertOutcome(outcomes[2], ICommunityGovernor.BallotOutcome.Counted);
        _assertTally(_id, counts ? 1 : 0, 2, 0);
    }

    function _batch(uint256 length) private pure returns (ICommunityGovernor.SignedBallot[] memory) {
        return new ICommunityGovernor.SignedBallot[](length);
    }

    function _expectCounted(ICommunityGovernor.SignedBallot memory ballot) private {
        _expect(ballot, ICommunityGovernor.BallotOutcome.Counted);
        vm.assertTrue(governor.hasVoted(ballot.proposalId, ballot.voter));
    }

    function _expect(ICommunityGovernor.SignedBallot memory ballot, ICommunityGovernor.BallotOutcome expected) private {
        ICommunityGovernor.SignedBallot[] memory ballots = _batch(1);
        ballots[0] = ballot;
        _assertOutcome(governor.castVotesBySig(ballots)[0], expected);
    }

    function _taken(bytes memory signature) private pure returns (uint8 v, bytes32 r, bytes32 s) {
        assembly ("memory-safe") {
            r := mload(add(signature, 0x20))
            s := mload(add(signature, 0x40))
            v := byte(0, mload(add(signature, 0x60)))
        }
    }

    function _assertOutcome(
        ICommunityGovernor.BallotOutcome outcome,
        ICommunityGovernor.BallotOutcome expected
    ) private pure {
        vm.assertEq(uint256(outcome), uint256(expected), "outcome");
    }

    function _assertTally(uint256 proposalId, uint256 against, uint256 for_, uint256 abstain) private view {
        (uint256 a, uint256 f, uint256 b) = governor.proposalVotes(proposalId);
        vm.assertEq(a, against, "against");
        vm.assertEq(f, for_, "for");
        vm.assertEq(b, abstain, "abstain");
        vm.assertEq(governor.proposalVoters(proposalId), against + for_ + abstain, "voters");
    }
}
