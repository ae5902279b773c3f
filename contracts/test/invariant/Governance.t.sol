// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {CommunityGovernor} from "../../src/governance/CommunityGovernor.sol";
import {CommunityTimelock} from "../../src/governance/CommunityTimelock.sol";
import {ICommunityGovernor} from "../../src/interfaces/ICommunityGovernor.sol";
import {IMembership} from "../../src/interfaces/IMembership.sol";
import {Membership} from "../../src/membership/Membership.sol";
import {BallotFixture} from "../governance/BallotFixture.sol";
import {TestBase} from "../TestBase.sol";

/// @notice Plays a community at random: people come and go, propose, vote (also by signatures that are sent again),
/// queue and carry out; others try what they may not do. Keeps books of its own, by which the contracts are judged.
/// @dev In the file of its test, because the runner knows only contracts of files that it runs.
/// Every attempt is caught, so that a run is as long as it says; what must never succeed is written down.
contract GovernanceHandler is BallotFixture {
    struct Book {
        Proposal proposal;
        uint256 createdAt;
        uint256 electorate;
        uint256 needed;
        uint256 voters;
        uint256[3] votes;
        bool executed;
        bool cancelled;
    }

    struct SignedBallot {
        uint256 proposalId;
        uint8 support;
        address voter;
        bytes signature;
    }

    uint256 private constant ACTORS = 8;

    address[] public actors;

    mapping(address account => string) private _nameOf;

    mapping(address account => uint256) public idOfAccount;

    mapping(uint256 proposalId => mapping(uint256 memberId => bool)) private _counted;

    Book[] private _books;

    SignedBallot[] private _signed;

    ICommunityGovernor.SignedBallot[] private _signedForBatches;

    /// @dev The first thing that happened and must not; empty while all is well.
    string public broken;

    /// @dev How often each kind of step succeeded, so that a run which did nothing can be told from one that held.
    mapping(bytes4 step => uint256) public done;

    constructor() {
        setUp();
        for (uint256 i = 0; i < ACTORS; ++i) {
            string memory name =
                i == 0
                    ? "ada"
                    : i == 1
                        ? "ben"
                        : i == 2
                            ? "cleo"
                            : i == 3
                                ? "dan"
                                : i == 4
                                    ? "eve"
                                    : string.concat("actor ", vm.toString(i));
            address account = makeAddr(name);
            actors.push(account);
            _nameOf[account] = name;
            idOfAccount[account] = membership.memberOf(account).memberId;
        }
    }

    function wait(uint256 elapsed) external {
        // Short and long waits alike: most mistakes about time sit at its edges.
        skip(elapsed % 4 != 0 ? bound(elapsed, 1, 3) : bound(elapsed, 1, 4 days));
        ++done[this.wait.selector];
    }

    function toAnEdge(uint256 seed, uint256 edge, uint256 offset) external {
        if (_books.length == 0) return;
        uint256 id = _books[seed % _books.length].proposal.id;
        uint256 target =
            edge % 3 == 0
                ? governor.proposalSnapshot(id)
                : edge % 3 == 1
                    ? governor.proposalDeadline(id)
                    : governor.proposalEta(id);
        target += offset % 3;
        if (target > vm.getBlockTimestamp()) vm.warp(target);
    }

    function admit(uint256 seed, uint8 roles) external {
        address account = _actor(seed);
        bool was = membership.isMember(account);
        vm.prank(address(timelock));
        try membership.admit(account, roles % 8) returns (uint256 memberId) {
            if (was) broken = "a member was admitted twice";
            if (idOfAccount[account] == 0) idOfAccount[account] = memberId;
            else if (idOfAccount[account] != memberId) broken = "a memberId changed";
            ++done[this.admit.selector];
        } catch {}
    }

    function leave(uint256 seed) external {
        vm.prank(_actor(seed));
        try membership.leave() {
            ++done[this.leave.selector];
        } catch {}
    }

    function propose(uint256 seed, uint256 kind, uint256 value) external {
        address proposer = _actor(seed);
        Proposal memory proposal = _plan(kind, value);
        IMembership.Member memory member = membership.memberOf(proposer);
        vm.prank(proposer);
        try governor.propose(proposal.targets, proposal.values, proposal.calldatas, proposal.description) {
            if (member.memberId == 0 || member.leftAt != 0 || member.joinedAt >= vm.getBlockTimestamp()) {
                broken = "someone proposed who was not a member before this second";
            }
            Book storage book = _books.push();
            book.proposal = proposal;
            book.createdAt = vm.getBlockTimestamp();
            book.electorate = membership.getPastTotalSupply(vm.getBlockTimestamp() - 1);
            (book.needed, ) = governor.proposalQuorum(proposal.id);
            ++done[this.propose.selector];
        } catch {}
    }

    function castVote(uint256 seed, uint256 which, uint8 support) external {
        if (_books.length == 0) return;
        _castVote(which % _books.length, _actor(seed), support % 3);
    }

    /// @dev Signs and sends; every fourth time sends again what was sent before.
    function castVoteBySig(uint256 seed, uint256 which, uint8 support) external {
        if (_books.length == 0) return;
        SignedBallot memory ballot;
        if (_signed.length != 0 && seed % 4 == 0) {
            ballot = _signed[which % _signed.length];
        } else {
            ballot.proposalId = _books[which % _books.length].proposal.id;
            ballot.support = support % 3;
            ballot.voter = _actor(seed);
            (, ballot.signature) = signBallot(
                _nameOf[ballot.voter],
                ballot.proposalId,
                ballot.support,
                governor.nonces(ballot.voter)
            );
            _signed.push(ballot);
        }
        try governor.castVoteBySig(ballot.proposalId, ballot.support, ballot.voter, ballot.signature) {
            _count(_indexOf(ballot.proposalId), ballot.voter, ballot.support);
            ++done[this.castVoteBySig.selector];
        } catch {}
    }

    /// @dev A batch of three: ballots signed now, and every third time one that was in a batch before.
    function castVotesBySig(uint256 seed, uint256 which, uint8 support) external {
        if (_books.length == 0) return;
        ICommunityGovernor.SignedBallot[] memory ballots = new ICommunityGovernor.SignedBallot[](3);
        for (uint256 i = 0; i < ballots.length; ++i) {
            uint256 draw = uint256(keccak256(abi.encode(seed, which, i)));
            if (_signedForBatches.length != 0 && draw % 3 == 0) {
                ballots[i] = _signedForBatches[(draw >> 8) % _signedForBatches.length];
            } else {
                uint256 id = _books[(draw >> 8) % _books.length].proposal.id;
                ballots[i] = signed(_nameOf[_actor(draw >> 16)], id, uint8((support ^ (draw >> 24)) % 4));
                _signedForBatches.push(ballots[i]);
            }
        }
        try governor.castVotesBySig(ballots) returns (ICommunityGovernor.BallotOutcome[] memory outcomes) {
            for (uint256 i = 0; i < ballots.length; ++i) {
                if (outcomes[i] != ICommunityGovernor.BallotOutcome.Counted) continue;
                _count(_indexOf(ballots[i].proposalId), ballots[i].voter, ballots[i].support);
                ++done[this.castVotesBySig.selector];
            }
        } catch {
            broken = "a ballot stopped a batch";
        }
    }

    function cancelOne(uint256 seed, uint256 which) external {
        if (_books.length == 0) return;
        Book storage book = _books[which % _books.length];
        Proposal memory proposal = book.proposal;
        bool pending = vm.getBlockTimestamp() <= governor.proposalSnapshot(proposal.id);
        address caller = _actor(seed);
        vm.prank(caller);
        try
            governor.cancel(
                proposal.targets,
                proposal.values,
                proposal.calldatas,
                keccak256(bytes(proposal.description))
            )
        {
            if (!pending) broken = "a proposal was cancelled after voting began";
            if (caller != governor.proposalProposer(proposal.id)) broken = "someone cancelled another's proposal";
            book.cancelled = true;
            ++done[this.cancelOne.selector];
        } catch {}
    }

    /// @dev Takes a proposal one to four steps further, as an attentive community would: everybody votes, then it is queued, then
    /// carried out when its time has come. Without this, chance alone hardly ever gets one through.
    function carryOn(uint256 which, uint256 choices) external {
        if (_books.length == 0) return;
        for (uint256 i = 0; i <= choices % 4; ++i) {
            _step(which % _books.length, choices);
        }
    }

    function _step(uint256 index, uint256 choices) private {
        uint256 id = _books[index].proposal.id;
        IGovernor.ProposalState state = governor.state(id);
        if (state == IGovernor.ProposalState.Pending) {
            vm.warp(governor.proposalSnapshot(id) + 1);
        } else if (state == IGovernor.ProposalState.Active) {
            for (uint256 i = 0; i < ACTORS; ++i) {
                // Four of six for, so that most pass and some do not.
                uint256 choice = (choices >> (8 * i)) % 6;
                _castVote(index, actors[i], uint8(choice < 3 ? choice : FOR));
            }
            vm.warp(governor.proposalDeadline(id) + (choices % 2));
        } else if (state == IGovernor.ProposalState.Succeeded) {
            queueOne(index);
        } else if (state == IGovernor.ProposalState.Queued) {
            if (vm.getBlockTimestamp() < governor.proposalEta(id)) vm.warp(governor.proposalEta(id));
            executeOne(index);
        }
    }

    function queueOne(uint256 which) public {
        if (_books.length == 0) return;
        Proposal memory proposal = _books[which % _books.length].proposal;
        try
            governor.queue(
                proposal.targets,
                proposal.values,
                proposal.calldatas,
                keccak256(bytes(proposal.description))
            )
        {
            ++done[this.queueOne.selector];
        } catch {}
    }

    function executeOne(uint256 which) public {
        if (_books.length == 0) return;
        Book storage book = _books[which % _books.length];
        Proposal memory proposal = book.proposal;
        uint256 eta = governor.proposalEta(proposal.id);
        try
            governor.execute(
                proposal.targets,
                proposal.values,
                proposal.calldatas,
                keccak256(bytes(proposal.description))
            )
        {
            if (book.executed) broken = "a proposal was executed twice";
            if (book.cancelled) broken = "a cancelled proposal was executed";
            if (eta == 0 || vm.getBlockTimestamp() < eta) broken = "a proposal was executed before its time";
            if (book.votes[FOR] <= book.votes[AGAINST]) broken = "a proposal was executed without a majority";
            if (book.votes[FOR] + book.votes[ABSTAIN] < book.needed) broken = "a proposal was executed without quorum";
            book.executed = true;
            ++done[this.executeOne.selector];
        } catch {}
    }

    /// @dev Whoever is not the timelock tries everything that only the community may do.
    function intrude(uint256 seed, uint256 what, uint256 value) external {
        address caller =
            seed % 3 == 0
                ? address(governor)
                : seed % 3 == 1
                    ? address(factory)
                    : _actor(seed);
        bytes[9] memory attempts = [
            abi.encodeCall(membership.admit, (caller, 7)),
            abi.encodeCall(membership.remove, (_actor(value), "out")),
            abi.encodeCall(membership.setRoles, (_actor(value), 7)),
            abi.encodeCall(governor.setQuorumBps, (uint16(value))),
            abi.encodeCall(governor.setMinimumVoters, (uint32(value))),
            abi.encodeCall(timelock.updateDelay, (value)),
            abi.encodeCall(timelock.grantRole, (timelock.PROPOSER_ROLE(), caller)),
            abi.encodeCall(registry.offerAuthority, (communityId, caller)),
            abi.encodeCall(registry.setCharter, (communityId, bytes32(value), ""))
        ];
        what %= attempts.length;
        address target =
            what < 3
                ? address(membership)
                : what < 5
                    ? address(governor)
                    : what < 7
                        ? address(timelock)
                        : address(registry);
        vm.prank(caller);
        (bool succeeded, ) = target.call(attempts[what]);
        if (succeeded) broken = "someone other than the timelock wrote in the community's name";
        ++done[this.intrude.selector];
    }

    function bookCount() external view returns (uint256) {
        return _books.length;
    }

    function bookOf(uint256 index) external view returns (Book memory) {
        return _books[index];
    }

    function parts() external view returns (address, address, address) {
        return (address(membership), address(governor), address(timelock));
    }

    function actorCount() external pure returns (uint256) {
        return ACTORS;
    }

    function _castVote(uint256 index, address voter, uint8 support) private {
        vm.prank(voter);
        try governor.castVote(_books[index].proposal.id, support) {
            _count(index, voter, support);
            ++done[this.castVote.selector];
        } catch {}
    }

    function _count(uint256 index, address voter, uint8 support) private {
        Book storage book = _books[index];
        IMembership.Member memory member = membership.memberOf(voter);
        if (_counted[book.proposal.id][member.memberId]) broken = "a member was counted twice";
        _counted[book.proposal.id][member.memberId] = true;
        if (member.joinedAt >= book.createdAt) broken = "someone voted on what was proposed before joining";
        if (member.leftAt != 0 && member.leftAt <= governor.proposalSnapshot(book.proposal.id)) {
            broken = "someone voted who had left by the snapshot";
        }
        ++book.voters;
        ++book.votes[support];
    }

    function _plan(uint256 kind, uint256 value) private view returns (Proposal memory) {
        string memory description = string.concat("Proposal ", vm.toString(_books.length));
        kind %= 6;
        if (kind == 0)
            return
                plan1(
                    address(governor),
                    abi.encodeCall(governor.setQuorumBps, (uint16(bound(value, 0, 12_000)))),
                    description
                );
        if (kind == 1) {
            return
                plan1(
                    address(governor),
                    abi.encodeCall(governor.setVotingPeriod, (uint32(bound(value, 0, 60 days)))),
                    description
                );
        }
        if (kind == 2) {
            return
                plan1(
                    address(governor),
                    abi.encodeCall(governor.setVotingDelay, (uint48(bound(value, 0, 60 days)))),
                    description
                );
        }
        if (kind == 3) {
            return
                plan1(
                    address(governor),
                    abi.encodeCall(governor.setLateQuorumVoteExtension, (uint48(bound(value, 0, 60 days)))),
                    description
                );
        }
        if (kind == 4) {
            return
                plan1(address(timelock), abi.encodeCall(timelock.updateDelay, (bound(value, 0, 60 days))), description);
        }
        return plan1(address(governor), abi.encodeCall(governor.setMinimumVoters, (uint32(value))), description);
    }

    function _indexOf(uint256 proposalId) private view returns (uint256 index) {
        while (_books[index].proposal.id != proposalId) ++index;
    }

    function _actor(uint256 seed) private view returns (address) {
        return actors[seed % ACTORS];
    }
}

/// @dev The numbers are those of README.md beside this file.
contract GovernanceInvariants is TestBase {
    GovernanceHandler private _handler;

    Membership private _membership;

    CommunityGovernor private _governor;

    CommunityTimelock private _timelock;

    function setUp() public {
        _handler = new GovernanceHandler();
        (address membership, address governor, address timelock) = _handler.parts();
        _membership = Membership(membership);
        _governor = CommunityGovernor(payable(governor));
        _timelock = CommunityTimelock(payable(timelock));

        bytes4[] memory steps = new bytes4[](13);
        steps[0] = _handler.wait.selector;
        steps[1] = _handler.toAnEdge.selector;
        steps[2] = _handler.admit.selector;
        steps[3] = _handler.leave.selector;
        steps[4] = _handler.propose.selector;
        steps[5] = _handler.castVote.selector;
        steps[6] = _handler.castVoteBySig.selector;
        steps[7] = _handler.cancelOne.selector;
        steps[8] = _handler.queueOne.selector;
        steps[9] = _handler.executeOne.selector;
        steps[10] = _handler.intrude.selector;
        steps[11] = _handler.carryOn.selector;
        steps[12] = _handler.castVotesBySig.selector;
        targetContract(address(_handler));
        targetSelector(FuzzSelector(address(_handler), steps));
    }

    function invariant_G1_votesNeverExceedTheMembersWhenTheProposalWasMade() public view {
        for (uint256 i = 0; i < _handler.bookCount(); ++i) {
            GovernanceHandler.Book memory book = _handler.bookOf(i);
            (uint256 against, uint256 for_, uint256 abstain) = _governor.proposalVotes(book.proposal.id);
            vm.assertLe(against + for_ + abstain, book.electorate);
        }
    }

    function invariant_G2_everyCountedVoteIsOneMembersOnlyVote() public view {
        for (uint256 i = 0; i < _handler.bookCount(); ++i) {
            GovernanceHandler.Book memory book = _handler.bookOf(i);
            (uint256 against, uint256 for_, uint256 abstain) = _governor.proposalVotes(book.proposal.id);
            vm.assertEq(against, book.votes[0]);
            vm.assertEq(for_, book.votes[1]);
            vm.assertEq(abstain, book.votes[2]);
            vm.assertEq(_governor.proposalVoters(book.proposal.id), book.voters);
        }
    }

    function invariant_G3_nothingHappenedThatMustNot() public view {
        vm.assertEq(_handler.broken(), "");
    }

    function invariant_G4_terminalStatesStayTerminal() public view {
        for (uint256 i = 0; i < _handler.bookCount(); ++i) {
            GovernanceHandler.Book memory book = _handler.bookOf(i);
            IGovernor.ProposalState state = _governor.state(book.proposal.id);
            vm.assertEq(book.executed, state == IGovernor.ProposalState.Executed);
            vm.assertEq(book.cancelled, state == IGovernor.ProposalState.Canceled);
        }
    }

    function invariant_G5_noVoteSetsAParameterBeyondItsBounds() public view {
        vm.assertTrue(_governor.votingDelay() >= 10 minutes && _governor.votingDelay() <= 30 days);
        vm.assertTrue(_governor.votingPeriod() >= 1 days && _governor.votingPeriod() <= 30 days);
        vm.assertTrue(_governor.lateQuorumVoteExtension() <= 30 days);
        vm.assertTrue(_governor.quorumBps() >= 1_000 && _governor.quorumBps() <= 10_000);
        vm.assertTrue(_timelock.getMinDelay() >= 1 hours && _timelock.getMinDelay() <= 30 days);
    }

    function invariant_G6_noProposalNeedsMoreThanItsMembersCanGive() public view {
        for (uint256 i = 0; i < _handler.bookCount(); ++i) {
            GovernanceHandler.Book memory book = _handler.bookOf(i);
            (uint256 votes, uint256 voters) = _governor.proposalQuorum(book.proposal.id);
            vm.assertEq(votes, book.needed);
            vm.assertLe(votes, book.electorate);
            vm.assertLe(voters, book.electorate);
        }
    }

    function invariant_G7_aVoteEndsAtMostOneExtensionAfterItsPeriod() public view {
        for (uint256 i = 0; i < _handler.bookCount(); ++i) {
            uint256 id = _handler.bookOf(i).proposal.id;
            vm.assertLe(_governor.proposalDeadline(id), _governor.proposalSnapshot(id) + 60 days);
        }
    }

    function invariant_M1_theCountIsThatOfTheMembers() public view {
        uint256 members;
        for (uint256 i = 0; i < _handler.actorCount(); ++i) {
            if (_membership.isMember(_handler.actors(i))) ++members;
        }
        vm.assertEq(_membership.memberCount(), members);
        vm.assertGt(members, 0);
    }

    function invariant_M2_aMemberHoldsTheTokenOfItsIdAndNobodyElseDoes() public view {
        for (uint256 i = 0; i < _handler.actorCount(); ++i) {
            address account = _handler.actors(i);
            uint256 memberId = _membership.memberOf(account).memberId;
            vm.assertEq(memberId, _handler.idOfAccount(account));
            if (_membership.isMember(account)) {
                vm.assertEq(_membership.ownerOf(memberId), account);
                vm.assertEq(_membership.balanceOf(account), 1);
            } else {
                vm.assertEq(_membership.balanceOf(account), 0);
            }
        }
    }
}
