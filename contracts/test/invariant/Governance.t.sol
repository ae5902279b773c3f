// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {TimelockControllerUpgradeable} from "@openzeppelin/contracts-upgradeable/governance/TimelockControllerUpgradeable.sol";
import {CommunityGovernor} from "../../src/governance/CommunityGovernor.sol";
import {CommunityTimelock} from "../../src/governance/CommunityTimelock.sol";
import {ICommunityGovernor} from "../../src/interfaces/ICommunityGovernor.sol";
import {PeopleHandler} from "./PeopleHandler.sol";
import {IHandler, Invariants, Runs} from "./Play.sol";
import {ProposalHandler} from "./ProposalHandler.sol";

/// @notice Plays a community whole: its people, their proposals, and their ballots in person, by signature and in batches,
/// which are sent again; others try what they may not do.
/// @dev In the file of its test, because the runner knows only contracts of files that it runs.
contract GovernanceHandler is ProposalHandler {
    struct NoncedBallot {
        uint256 proposalId;
        uint8 support;
        address voter;
        uint256 nonce;
        bytes signature;
    }

    uint256 private constant BATCH = 5;

    NoncedBallot[] private _nonced;

    ICommunityGovernor.SignedBallot[] private _signed;

    mapping(address voter => uint256) private _ballotNonceOf;

    mapping(uint256 proposalId => mapping(uint256 memberId => address voter)) private _votedAs;

    // Ballots --------------------------------------------------------------------------------------------------------

    function castVote(uint256 who, uint256 which, uint256 support) external {
        if (_books.length == 0) return;
        _castVote(_voting(which), _member(who), uint8(support % 4));
    }

    /// @dev A member votes, gets a new key with the community's help, and comes with that as well.
    function castVoteWithBothKeys(uint256 who, uint256 which, uint256 support) external {
        if (_books.length == 0) return;
        which = _voting(which);
        uint256 memberId = memberIdOf[_member(who | 1)];
        address to = _newKey(who);
        _castVote(which, _person(memberId).account, uint8(support % 3));
        _supportRecovery(memberId, membership.authority(), to);
        _passTo(vm.getBlockTimestamp() + _recoveryDelay);
        if (!_finishRecovery(memberId, to)) return;
        _castVote(which, to, uint8((support >> 8) % 3));
        ++done[this.castVoteWithBothKeys.selector];
    }

    /// @dev Every fourth time sends again what was sent before.
    function castVoteBySig(uint256 who, uint256 which, uint256 support) external {
        if (_books.length == 0) return;
        NoncedBallot memory ballot;
        if (_nonced.length != 0 && who % 4 == 0) {
            ballot = _nonced[which % _nonced.length];
        } else {
            ballot = _signNonced(_member(who >> 2), _books[_voting(which)].id, uint8(support % 4));
        }
        uint256 index = _indexOf(ballot.proposalId);
        bool fresh = ballot.nonce == _ballotNonceOf[ballot.voter];
        (ICommunityGovernor.BallotOutcome outcome, uint256 votes) = foretell(index, ballot.voter, ballot.support);
        bool may = fresh && outcome == ICommunityGovernor.BallotOutcome.Counted;
        try governor.castVoteBySig(ballot.proposalId, ballot.support, ballot.voter, ballot.signature) {
            _hold(fresh, "G2", "a signed ballot was used twice");
            _count(index, ballot.voter, ballot.support, votes, may);
            ++_ballotNonceOf[ballot.voter];
            ++done[this.castVoteBySig.selector];
        } catch {
            _hold(!may, "G2", "a ballot by signature was refused");
        }
    }

    /// @dev A batch of ballots signed now, every fourth one of an earlier batch; some are late, some signed by another.
    function castVotesBySig(uint256 seed, uint256 which) external {
        if (_books.length == 0) return;
        ICommunityGovernor.SignedBallot[] memory ballots = new ICommunityGovernor.SignedBallot[](BATCH);
        bool[] memory forged = new bool[](BATCH);
        for (uint256 i = 0; i < BATCH; ++i) {
            (ballots[i], forged[i]) = _drawBallot(uint256(keccak256(abi.encode(seed, which, i))), which);
        }
        uint256 time = vm.getBlockTimestamp();
        try governor.castVotesBySig(ballots) returns (ICommunityGovernor.BallotOutcome[] memory outcomes) {
            for (uint256 i = 0; i < BATCH; ++i) {
                uint256 index = _indexOf(ballots[i].proposalId);
                (ICommunityGovernor.BallotOutcome expected, uint256 votes) = foretell(
                    index,
                    ballots[i].voter,
                    ballots[i].support
                );
                if (expected != ICommunityGovernor.BallotOutcome.NotActive && ballots[i].deadline < time) {
                    expected = ICommunityGovernor.BallotOutcome.Expired;
                } else if (expected == ICommunityGovernor.BallotOutcome.Counted && forged[i]) {
                    expected = ICommunityGovernor.BallotOutcome.InvalidSignature;
                }
                _hold(outcomes[i] == expected, "G2", "a ballot in a batch came to what the books do not say");
                ++seen[_sightOf(outcomes[i])];
                if (outcomes[i] != ICommunityGovernor.BallotOutcome.Counted) continue;
                _count(index, ballots[i].voter, ballots[i].support, votes, outcomes[i] == expected);
                ++done[this.castVotesBySig.selector];
            }
        } catch {
            _hold(false, "G2", "a ballot stopped a batch");
        }
    }

    /// @dev Takes a proposal one to four steps further, as an attentive community would: everybody votes, then it is
    /// queued, then carried out when its time has come. Without this, chance alone hardly ever gets one through.
    function carryOn(uint256 which, uint256 choices) external {
        if (_books.length == 0) return;
        which = _live(which);
        for (uint256 i = 0; i <= choices % 4; ++i) _carryOn(which, choices >> 2);
        ++done[this.carryOn.selector];
    }

    /// @dev The members propose together, and the community carries it on, two times out of three to the end.
    function decide(uint256 who, uint256 kind, uint256 value, uint256 choices) external {
        (Book memory book, Proposal memory proposal) = _plan(kind, value);
        if (!_putTogether(_member(who | 1), book, proposal, type(uint256).max)) return;
        for (uint256 i = 0; i < (choices % 3 == 0 ? 3 : 4); ++i) _carryOn(_books.length - 1, choices >> 2);
        ++done[this.decide.selector];
    }

    /// @dev Whoever is not the community's timelock tries everything that only the community may do.
    function intrude(uint256 who, uint256 what, uint256 value) external {
        address caller =
            who % 3 == 0
                ? address(factory)
                : who % 3 == 1
                    ? address(recorder)
                    : _account(who >> 2);
        (address target, bytes memory attempt) = _attempt(caller, what, value);
        vm.prank(caller);
        (bool succeeded, ) = target.call(attempt);
        _hold(!succeeded, "G3", "somebody other than the timelock acted in the community's name");
        ++done[this.intrude.selector];
    }

    /// @dev All members together, from where things stand: those who lent their votes take them back, one proposes with
    /// the others as sponsors to make every setting ordinary again, all vote for it, and it is carried out.
    function recover() external {
        vm.warp(vm.getBlockTimestamp() + 1);
        for (uint256 id = 1; id <= lastId(); ++id) {
            if (!isStanding(id) || lentBy(this.present(), id) == 0) continue;
            vm.prank(_person(id).account);
            membership.delegate(address(0));
        }
        vm.warp(vm.getBlockTimestamp() + 1);
        Proposal memory proposal = _restoration();
        _proposeTogether(proposal);
        toVoting(proposal.id);
        for (uint256 id = 1; id <= lastId(); ++id) {
            if (isStanding(id)) vote(_person(id).account, proposal.id, FOR);
        }
        toEnd(proposal.id);
        queue(proposal);
        vm.warp(governor.proposalEta(proposal.id));
        execute(proposal);
        assertState(proposal.id, IGovernor.ProposalState.Executed);
        vm.assertEq(governor.votingPeriod(), VOTING_PERIOD);
        vm.assertEq(governor.minimumVoters(), MINIMUM_VOTERS);
    }

    // What the books say ---------------------------------------------------------------------------------------------

    /// @dev What would become of a ballot in time and rightly signed, and whose votes it would cast, a bit each.
    function foretell(
        uint256 index,
        address account,
        uint256 support
    ) public view returns (ICommunityGovernor.BallotOutcome outcome, uint256 votes) {
        if (stateOf(index) != IGovernor.ProposalState.Active) return (ICommunityGovernor.BallotOutcome.NotActive, 0);
        if (support > ABSTAIN) return (ICommunityGovernor.BallotOutcome.UnknownSupport, 0);
        Book storage book = _books[index];
        uint256 memberId = memberIdOf[account];
        Person storage person = _person(memberId);
        if (
            memberId == 0 || person.joinedAt >= book.createdAt || (person.leftAt != 0 && person.leftAt <= book.snapshot)
        ) return (ICommunityGovernor.BallotOutcome.NoVote, 0);
        if ((book.balloted >> memberId) & 1 != 0) return (ICommunityGovernor.BallotOutcome.AlreadyVoted, 0);
        votes = 1 << memberId;
        for (uint256 id = 1; id <= lastId(); ++id) {
            if (lentBy(book.roll, id) == memberId) votes |= 1 << id;
        }
        votes &= ~book.cast;
        if (votes == 0) return (ICommunityGovernor.BallotOutcome.DelegateVoted, 0);
    }

    function steps() external pure override returns (bytes4[] memory all) {
        bytes4[] memory others = _proposalSteps();
        all = new bytes4[](others.length + 7);
        for (uint256 i = 0; i < others.length; ++i) all[i] = others[i];
        uint256 next = others.length;
        all[next++] = this.castVote.selector;
        all[next++] = this.castVoteWithBothKeys.selector;
        all[next++] = this.castVoteBySig.selector;
        all[next++] = this.castVotesBySig.selector;
        all[next++] = this.carryOn.selector;
        all[next++] = this.decide.selector;
        all[next++] = this.intrude.selector;
    }

    function sights() external pure override returns (string[] memory all) {
        all = new string[](34);
        uint256 next = 0;
        for (uint256 i = 0; i < uint256(Kind.Nowhere); ++i) all[next++] = _sightOf(Kind(i));
        for (uint256 i = 0; i <= uint256(type(ICommunityGovernor.BallotOutcome).max); ++i) {
            all[next++] = _sightOf(ICommunityGovernor.BallotOutcome(i));
        }
        all[next++] = "a member cast the vote that it had lent";
        all[next++] = "a delegate cast a vote lent to it";
        all[next++] = "a quorum came late";
        all[next++] = "a member had all the proposals open that it may";
        all[next++] = "a proposal was vetoed";
        all[next++] = "a proposal expired";
        all[next++] = "a proposal expired in the queue";
        all[next++] = "other code kept a proposal from the queue";
        all[next++] = "other code kept a proposal from being carried out";
        all[next++] = "what no vote may do, or no ordinary one, was stopped";
        all[next++] = "a new key came to vote once more";
    }

    // Counting -------------------------------------------------------------------------------------------------------

    function _castVote(uint256 index, address voter, uint8 support) private {
        (ICommunityGovernor.BallotOutcome outcome, uint256 votes) = foretell(index, voter, support);
        bool may = outcome == ICommunityGovernor.BallotOutcome.Counted;
        if (
            outcome == ICommunityGovernor.BallotOutcome.AlreadyVoted &&
            _votedAs[_books[index].id][memberIdOf[voter]] != voter
        ) {
            ++seen["a new key came to vote once more"];
        }
        vm.prank(voter);
        try governor.castVote(_books[index].id, support) returns (uint256 weight) {
            _hold(weight == _countOf(votes), "G2", "a ballot had other votes than the books say");
            _count(index, voter, support, votes, may);
            ++done[this.castVote.selector];
        } catch {
            _hold(!may, "G2", "a member's ballot was refused");
        }
    }

    function _count(uint256 index, address voter, uint8 support, uint256 votes, bool may) private {
        _hold(may, "G2", "a ballot was counted that the books refuse");
        Book storage book = _books[index];
        uint256 memberId = memberIdOf[voter];
        book.balloted |= 1 << memberId;
        _votedAs[book.id][memberId] = voter;
        book.cast |= votes;
        book.votes[support % 3] += _countOf(votes);
        ++book.voters;
        if ((votes >> memberId) & 1 != 0 && lentBy(book.roll, memberId) != 0) {
            ++seen["a member cast the vote that it had lent"];
        }
        if (votes & ~(1 << memberId) != 0) ++seen["a delegate cast a vote lent to it"];
        if (book.reached) return;
        book.reached = book.votes[FOR] + book.votes[ABSTAIN] >= book.neededVotes && book.voters >= book.neededVoters;
        uint256 extended = vm.getBlockTimestamp() + setting[uint256(Kind.Extension)];
        if (!book.reached || extended <= book.deadline) return;
        book.deadline = extended;
        ++seen["a quorum came late"];
    }

    /// @dev One whose voting is open, if there is any; else one whose voting begins, mostly waiting for it.
    function _voting(uint256 seed) private returns (uint256 index) {
        index = _in(IGovernor.ProposalState.Active, seed);
        if (stateOf(index) == IGovernor.ProposalState.Active) return index;
        index = _in(IGovernor.ProposalState.Pending, seed);
        if (stateOf(index) == IGovernor.ProposalState.Pending && seed % 8 < 6) _passTo(_books[index].snapshot + 1);
    }

    /// @dev The first from a place on that somebody has to do something about.
    function _live(uint256 seed) private view returns (uint256 index) {
        for (uint256 i = 0; i < _books.length; ++i) {
            index = ((seed % _books.length) + i) % _books.length;
            IGovernor.ProposalState state = stateOf(index);
            if (
                state == IGovernor.ProposalState.Pending ||
                state == IGovernor.ProposalState.Active ||
                state == IGovernor.ProposalState.Succeeded ||
                state == IGovernor.ProposalState.Queued
            ) return index;
        }
    }

    function _carryOn(uint256 index, uint256 choices) private {
        IGovernor.ProposalState state = stateOf(index);
        if (state == IGovernor.ProposalState.Pending) {
            _passTo(_books[index].snapshot + 1);
        } else if (state == IGovernor.ProposalState.Active) {
            // Every third time they are of two minds: for, against, for, and so on.
            bool torn = (choices >> 160) % 3 == 0;
            uint256 turn = 0;
            for (uint256 i = 0; i < ACCOUNTS; ++i) {
                // Now and then half of them come at the last moment.
                if (i == ACCOUNTS / 2 && choices % 3 == 0) _passTo(_books[index].deadline - ((choices >> 2) % 2 hours));
                // Four of six for, so that most pass and some do not.
                uint256 choice = (choices >> (8 * i)) % 6;
                if (torn && isStanding(memberIdOf[accounts[i]])) choice = turn++ % 2 == 0 ? FOR : AGAINST;
                _castVote(index, accounts[i], uint8(choice < 3 ? choice : FOR));
            }
            _passTo(_books[index].deadline + 1);
        } else if (state == IGovernor.ProposalState.Succeeded) {
            if (choices % 6 == 1) _switchCode();
            if (choices % 8 == 7) _passTo(_books[index].deadline + GRACE + ((choices >> 3) % 2));
            _queueOne(index);
        } else if (state == IGovernor.ProposalState.Queued) {
            _passTo(_books[index].eta);
            if (choices % 6 == 0) _switchCode();
            _executeOne(index);
        } else if (state == IGovernor.ProposalState.Defeated) {
            // In vain.
            _queueOne(index);
        }
    }

    function _signNonced(
        address voter,
        uint256 proposalId,
        uint8 support
    ) private returns (NoncedBallot memory ballot) {
        ballot = NoncedBallot(proposalId, support, voter, _ballotNonceOf[voter], "");
        bytes32 digest = ballotDigest(address(governor), proposalId, support, voter, ballot.nonce);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(_keyOf[voter], digest);
        ballot.signature = abi.encodePacked(r, s, v);
        _nonced.push(ballot);
    }

    /// @dev Three of four on the same proposal, so that ballots stand together.
    function _drawBallot(
        uint256 draw,
        uint256 which
    ) private returns (ICommunityGovernor.SignedBallot memory ballot, bool forged) {
        if (_signed.length != 0 && draw % 4 == 0) return (_signed[(draw >> 8) % _signed.length], false);
        if ((draw >> 2) % 4 == 0) which = draw >> 16;
        address voter = _member(draw >> 24);
        ballot = unsigned(voter, _books[_voting(which)].id, uint8((draw >> 32) % 7 == 6 ? 3 : (draw >> 40) % 3));
        if ((draw >> 48) % 8 == 0) ballot.deadline = vm.getBlockTimestamp() - ((draw >> 56) % 2);
        forged = (draw >> 64) % 8 == 0;
        ballot = sign(forged ? 1 : _keyOf[voter], ballot);
        if (!forged) _signed.push(ballot);
    }

    function _indexOf(uint256 proposalId) private view returns (uint256 index) {
        while (_books[index].id != proposalId) ++index;
    }

    function _sightOf(ICommunityGovernor.BallotOutcome outcome) private pure returns (string memory) {
        return string.concat("outcome ", vm.toString(uint256(outcome)), " in a batch");
    }

    // Trying what one may not ----------------------------------------------------------------------------------------

    function _attempt(
        address caller,
        uint256 what,
        uint256 value
    ) private view returns (address target, bytes memory attempt) {
        uint256 part = what % 5;
        what >>= 8;
        if (part == 0) return (address(membership), _attemptOnMembership(caller, what, value));
        if (part == 1) return (address(governor), _attemptOnGovernor(caller, what, value));
        if (part == 2) return (address(timelocks[what % 2]), _attemptOnTimelock(caller, what >> 1, value));
        if (part == 3) return (address(registry), _attemptOnRegistry(caller, what));
        bytes[3] memory attempts = [
            abi.encodeCall(council.setThresholds, (1, 1)),
            abi.encodeCall(council.setVetoPower, (uint48(vm.getBlockTimestamp()))),
            abi.encodeCall(council.initialize, (councilSettings()))
        ];
        return (address(council), attempts[what % attempts.length]);
    }

    function _attemptOnMembership(address caller, uint256 what, uint256 value) private view returns (bytes memory) {
        bytes[5] memory attempts = [
            abi.encodeCall(membership.admit, (caller, 7)),
            abi.encodeCall(membership.remove, (_account(value), "out")),
            abi.encodeCall(membership.setRoles, (caller, 7)),
            abi.encodeCall(membership.setVouching, (membershipSettings().vouching)),
            abi.encodeCall(membership.setRecoveryDelay, (RECOVERY_DELAY))
        ];
        return attempts[what % attempts.length];
    }

    function _attemptOnGovernor(address caller, uint256 what, uint256 value) private view returns (bytes memory) {
        uint256 kind = (what >> 8) % SETTINGS;
        if (what % 2 == 0) return abi.encodeWithSelector(_setters[kind], setting[kind]);
        what >>= 1;
        bytes[3] memory attempts = [
            abi.encodeCall(governor.relay, (caller, 0, "")),
            abi.encodeCall(governor.updateTimelock, (timelocks[value % 2])),
            abi.encodeCall(governor.initialize, (timelocks[value % 2], governorSettings()))
        ];
        return attempts[what % attempts.length];
    }

    function _attemptOnTimelock(address caller, uint256 what, uint256 value) private view returns (bytes memory) {
        Proposal memory proposal = plan1(address(recorder), "stolen", "");
        bytes32 operation = "none";
        if (_books.length != 0) {
            proposal = _proposals[value % _books.length];
            operation = _operationOf(proposal);
        }
        bytes32 salt = _saltOf(proposal);
        bytes[9] memory attempts = [
            abi.encodeCall(timelock.updateDelay, (TIMELOCK_DELAY)),
            abi.encodeCall(timelock.grantRole, (timelock.PROPOSER_ROLE(), caller)),
            abi.encodeCall(timelock.revokeRole, (timelock.EXECUTOR_ROLE(), address(governor))),
            abi.encodeCall(timelock.setTreasuryCap, (treasuryCap())),
            abi.encodeCall(timelock.announceSuperMajority, ()),
            abi.encodeCall(TimelockControllerUpgradeable.cancel, (operation)),
            abi.encodeCall(timelock.pinTargets, (proposal.targets, proposal.values, proposal.calldatas, 0, salt)),
            abi.encodeCall(
                timelock.scheduleBatch,
                (proposal.targets, proposal.values, proposal.calldatas, 0, salt, TIMELOCK_DELAY)
            ),
            abi.encodeCall(timelock.executeBatch, (proposal.targets, proposal.values, proposal.calldatas, 0, salt))
        ];
        return attempts[what % attempts.length];
    }

    function _attemptOnRegistry(address caller, uint256 what) private view returns (bytes memory) {
        bytes[5] memory attempts = [
            abi.encodeCall(registry.offerAuthority, (communityId, caller)),
            abi.encodeCall(registry.acceptAuthority, (communityId)),
            abi.encodeCall(registry.setGovernor, (communityId, address(0))),
            abi.encodeCall(registry.setCouncil, (communityId, address(0))),
            abi.encodeCall(registry.setCharter, (communityId, bytes32(what), ""))
        ];
        return attempts[what % attempts.length];
    }

    // Recovering -----------------------------------------------------------------------------------------------------

    function _restoration() private view returns (Proposal memory proposal) {
        uint256[SETTINGS] memory ordinary = [
            uint256(VOTING_DELAY),
            VOTING_PERIOD,
            EXTENSION,
            MINIMUM_VOTERS,
            QUORUM_BPS,
            1,
            COOLDOWN,
            SUPER_MAJORITY_BPS
        ];
        uint256 length = SETTINGS + (obeyed == offered ? 2 : 1);
        proposal = _blank(length);
        for (uint256 i = 0; i < SETTINGS; ++i) {
            proposal.targets[i] = address(governor);
            proposal.calldatas[i] = abi.encodeWithSelector(_setters[i], ordinary[i]);
        }
        proposal.targets[SETTINGS] = obeyed;
        proposal.calldatas[SETTINGS] = abi.encodeCall(timelock.updateDelay, (TIMELOCK_DELAY));
        if (obeyed == offered) {
            proposal.targets[SETTINGS + 1] = address(registry);
            proposal.calldatas[SETTINGS + 1] = abi.encodeCall(registry.acceptAuthority, (communityId));
        }
        proposal.description = "All as it was";
        proposal.id = idOf(proposal);
    }

    /// @dev Where all have as many open proposals as one may, when these are over.
    function _proposeTogether(Proposal memory proposal) private {
        uint256 proposerId = 0;
        for (uint256 id = 1; id <= lastId(); ++id) {
            if (isStanding(id) && openOf(id) < MOST_OPEN) proposerId = id;
        }
        if (proposerId == 0) {
            uint256 last = 0;
            for (uint256 i = 0; i < _books.length; ++i) {
                if (_books[i].deadline > last) last = _books[i].deadline;
            }
            vm.warp(last + 1);
            while (!isStanding(++proposerId)) {}
        }
        vm.prank(_person(proposerId).account);
        governor.proposeWithSponsors(
            proposal.targets,
            proposal.values,
            proposal.calldatas,
            proposal.description,
            _sponsors(proposal.id, proposerId, type(uint256).max)
        );
    }
}

/// @dev The numbers are those of README.md beside this file.
contract GovernanceInvariants is Invariants {
    GovernanceHandler private _handler;

    CommunityGovernor private _governor;

    function setUp() public {
        _handler = new GovernanceHandler();
        _governor = _handler.body();
        _playWith(_handler);
    }

    function invariant_G1_votesNeverExceedTheMembersWhenTheProposalWasMade() public view {
        for (uint256 i = 0; i < _handler.bookCount(); ++i) {
            ProposalHandler.Book memory book = _handler.bookOf(i);
            (uint256 against, uint256 for_, uint256 abstain) = _governor.proposalVotes(book.id);
            vm.assertLe(against + for_ + abstain, book.members);
        }
    }

    function invariant_G2_everyVoteIsCastOnceByWhomeverItIs() public view {
        _assertNoBreach("G2");
        for (uint256 i = 0; i < _handler.bookCount(); ++i) {
            ProposalHandler.Book memory book = _handler.bookOf(i);
            (uint256 against, uint256 for_, uint256 abstain) = _governor.proposalVotes(book.id);
            vm.assertEq(against, book.votes[0]);
            vm.assertEq(for_, book.votes[1]);
            vm.assertEq(abstain, book.votes[2]);
            vm.assertEq(_governor.proposalVoters(book.id), book.voters);
        }
    }

    function invariant_G3_nobodyButTheTimelockActsInTheCommunitysName() public view {
        _assertNoBreach("G3");
    }

    function invariant_G4_aProposalIsWhereTheBooksSayAndWhatIsOverStaysOver() public view {
        for (uint256 i = 0; i < _handler.bookCount(); ++i) {
            vm.assertEq(uint256(_governor.state(_handler.bookOf(i).id)), uint256(_handler.stateOf(i)));
        }
    }

    function invariant_G5_theSettingsAreThoseVotedAndWithinTheirBounds() public view {
        _assertNoBreach("G5");
        uint256[8] memory settings = [
            _governor.votingDelay(),
            _governor.votingPeriod(),
            _governor.lateQuorumVoteExtension(),
            _governor.minimumVoters(),
            _governor.quorumBps(),
            _governor.proposalThreshold(),
            _governor.reproposalCooldown(),
            _governor.superMajorityBps()
        ];
        for (uint256 i = 0; i < settings.length; ++i) {
            vm.assertEq(settings[i], _handler.setting(i));
            vm.assertTrue(settings[i] >= _handler.least(i) && settings[i] <= _handler.most(i));
        }
        for (uint256 i = 0; i < 2; ++i) {
            CommunityTimelock timelock = _handler.timelocks(i);
            uint256 delay = timelock.getMinDelay();
            vm.assertEq(delay, _handler.delayOf(address(timelock)));
            vm.assertTrue(delay >= 1 hours && delay <= 30 days);
        }
    }

    function invariant_G6_noProposalNeedsMoreThanItsMembersCanGive() public view {
        for (uint256 i = 0; i < _handler.bookCount(); ++i) {
            ProposalHandler.Book memory book = _handler.bookOf(i);
            (uint256 votes, uint256 voters) = _governor.proposalQuorum(book.id);
            vm.assertEq(votes, book.neededVotes);
            vm.assertEq(voters, book.neededVoters);
            vm.assertLe(votes, book.members);
            vm.assertLe(voters, book.members);
        }
    }

    function invariant_G7_aVoteEndsAfterItsPeriodOrOneExtensionAfterTheQuorum() public view {
        for (uint256 i = 0; i < _handler.bookCount(); ++i) {
            ProposalHandler.Book memory book = _handler.bookOf(i);
            vm.assertEq(_governor.proposalDeadline(book.id), book.deadline);
            vm.assertLe(book.deadline, book.snapshot + 60 days);
        }
    }

    function invariant_G8_whatWasCarriedOutIsWhatWasVotedByteForByte() public view {
        vm.assertEq(_handler.recorder().record(), _handler.expectedRecord());
    }

    function invariant_G9_whatCarriesOutIsTheCodeThatWasVotedOn() public view {
        _assertNoBreach("G9");
    }

    function invariant_G10_onlyWhatPassedIsCarriedOutInItsTime() public view {
        _assertNoBreach("G10");
    }

    function invariant_G11_theSameActionsRest() public view {
        _assertNoBreach("G11");
    }

    function invariant_G12_onlyMembersProposeEnoughOfThemAndFewAtATime() public view {
        _assertNoBreach("G12");
    }

    function invariant_G13_onlyWhoProposedCancelsAndOnlyBeforeTheVote() public view {
        _assertNoBreach("G13");
    }

    function invariant_G14_eldersVetoOnlyWhatWaitsAndWhileTheyMay() public view {
        _assertNoBreach("G14");
        vm.assertEq(_handler.elders().vetoExpiresAt(), _handler.vetoExpiresAt());
        vm.assertLe(_handler.vetoExpiresAt(), vm.getBlockTimestamp() + 2 * 365 days);
        (uint16 consentThreshold, uint16 vetoThreshold) = _handler.elders().thresholds();
        vm.assertEq(consentThreshold, _handler.consentThreshold());
        vm.assertEq(vetoThreshold, _handler.vetoThreshold());
    }

    /// @dev Nothing of what this does is kept: the runner forgets what an invariant wrote.
    function invariant_G15_allMembersTogetherCanAlwaysDecide() public {
        _handler.recover();
    }

    function invariant_G16_aNewKeyHasVotedOnWhatTheMemberHas() public view {
        if (_handler.bookCount() == 0) return;
        uint256 index = uint256(keccak256(abi.encode(_handler.pictureCount()))) % _handler.bookCount();
        ProposalHandler.Book memory book = _handler.bookOf(index);
        for (uint256 i = 0; i < _handler.accountCount(); ++i) {
            address account = _handler.accounts(i);
            bool voted = (book.balloted >> _handler.memberIdOf(account)) & 1 != 0;
            vm.assertEq(_governor.hasVoted(book.id, account), voted);
            if (voted) continue;
            (ICommunityGovernor.BallotOutcome outcome, uint256 votes) = _handler.foretell(index, account, 1);
            if (outcome == ICommunityGovernor.BallotOutcome.NotActive) continue;
            uint256 count = 0;
            for (; votes != 0; votes &= votes - 1) ++count;
            vm.assertEq(_governor.votesOn(book.id, account), count);
        }
    }

    function invariant_G17_theAuthorityMovesOnlyAsVoted() public view {
        vm.assertEq(_handler.rights().authorityOf(_governor.communityId()), _handler.authority());
        vm.assertEq(_handler.rights().offeredAuthorityOf(_governor.communityId()), _handler.offered());
        vm.assertEq(_governor.timelock(), _handler.obeyed());
    }
}

contract GovernanceRuns is Runs {
    function _newHandler() internal override returns (IHandler) {
        return new GovernanceHandler();
    }
}
