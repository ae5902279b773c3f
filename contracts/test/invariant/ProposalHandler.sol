// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {CommunityGovernor} from "../../src/governance/CommunityGovernor.sol";
import {CommunityRegistry} from "../../src/governance/CommunityRegistry.sol";
import {CommunityTimelock} from "../../src/governance/CommunityTimelock.sol";
import {ElderCouncil} from "../../src/governance/ElderCouncil.sol";
import {ICommunityGovernor} from "../../src/interfaces/ICommunityGovernor.sol";
import {SinkDouble} from "../doubles/PayeeDoubles.sol";
import {RecorderDouble} from "../doubles/RecorderDouble.sol";
import {PeopleHandler} from "./PeopleHandler.sol";

/// @notice Plays what becomes of proposals, apart from their ballots: they are made, alone and with sponsors, and made
/// again, cancelled, queued, vetoed, carried out; code changes under them, and the community moves between two timelocks.
abstract contract ProposalHandler is PeopleHandler {
    /// @dev What a proposal is about. The first eight are the Governor's settings, in the order of {setting}.
    enum Kind {
        VotingDelay,
        VotingPeriod,
        Extension,
        MinimumVoters,
        QuorumBps,
        Threshold,
        Cooldown,
        SuperMajority,
        TimelockDelay,
        Thresholds,
        // One to three calls of anything, with value, of a target that keeps them all.
        Calls,
        // One to three calls, one of them of a target whose code changes now and then.
        Switched,
        // To the other timelock: the authority is offered to it, the Governor obeys it.
        Move,
        Accept,
        // What takes a super-majority by a check of its own, and changes nothing here. See {_grave}.
        Grave,
        // A call of an account without code.
        Nowhere
    }

    struct Book {
        uint256 id;
        Kind kind;
        uint256 value;
        bytes32 actions;
        uint256 proposerId;
        uint256 createdAt;
        uint256 snapshot;
        uint256 deadline;
        // Who the members were when it was made, and whom they had lent their votes to.
        Picture roll;
        uint256 members;
        uint256 neededVotes;
        uint256 neededVoters;
        // A bit for each member that brought a ballot, and for each whose vote was cast, by whomever.
        uint256 balloted;
        uint256 cast;
        uint256 voters;
        uint256[3] votes;
        uint256 eta;
        address queuedIn;
        uint256 vetoers;
        // Which code each timelock holds its target to, counted from one; zero for none.
        uint256[2] pins;
        bool reached;
        bool cancelled;
        bool vetoed;
        bool executed;
    }

    uint256 internal constant SETTINGS = 8;

    uint256 internal constant GRACE = 14 days;

    uint256 internal constant MOST_OPEN = 5;

    /// @dev What {_plan} makes {Kind-Calls} of.
    uint256 private constant CALLS = 1;

    Book[] internal _books;

    Proposal[] internal _proposals;

    /// @dev The latest proposal of some actions, counted from one.
    mapping(bytes32 actions => uint256) private _attempts;

    uint256[SETTINGS] public setting = [
        VOTING_DELAY,
        VOTING_PERIOD,
        EXTENSION,
        MINIMUM_VOTERS,
        QUORUM_BPS,
        1,
        COOLDOWN,
        SUPER_MAJORITY_BPS
    ];

    uint256[SETTINGS] public least = [10 minutes, 1 days, 0, 0, 1_000, 1, 0, 6_000];

    uint256[SETTINGS] public most = [30 days, 30 days, 30 days, type(uint32).max, 10_000, 100, 30 days, 9_000];

    bytes4[SETTINGS] internal _setters = [
        CommunityGovernor.setVotingDelay.selector,
        CommunityGovernor.setVotingPeriod.selector,
        CommunityGovernor.setLateQuorumVoteExtension.selector,
        CommunityGovernor.setMinimumVoters.selector,
        CommunityGovernor.setQuorumBps.selector,
        CommunityGovernor.setProposalThreshold.selector,
        CommunityGovernor.setReproposalCooldown.selector,
        CommunityGovernor.setSuperMajorityBps.selector
    ];

    CommunityTimelock[2] public timelocks;

    mapping(address timelock => uint256) public delayOf;

    /// @dev The one that the Governor obeys, the one that has the authority, and the one that it is offered to.
    address public obeyed;

    address public authority;

    address public offered;

    uint256 public consentThreshold = 1;

    uint256 public vetoThreshold = 1;

    uint256 public vetoExpiresAt;

    RecorderDouble public recorder = new RecorderDouble();

    /// @dev What the recorder should have come to.
    bytes32 public expectedRecord;

    SinkDouble private _steady = new SinkDouble();

    SinkDouble private _switched = new SinkDouble();

    bytes[2] private _codes;

    uint256 private _code;

    constructor() {
        vetoExpiresAt = START + VETO_TERM;
        (obeyed, authority) = (address(timelock), address(timelock));
        timelocks[0] = timelock;
        timelocks[1] = CommunityTimelock(
            payable(
                factory.deployTimelock(
                    communityId,
                    "second",
                    address(governor),
                    address(council),
                    treasuryCap(),
                    TIMELOCK_DELAY
                )
            )
        );
        for (uint256 i = 0; i < timelocks.length; ++i) {
            delayOf[address(timelocks[i])] = TIMELOCK_DELAY;
            vm.deal(address(timelocks[i]), 1_000 ether);
        }
        _codes[0] = address(_switched).code;
        _codes[1] = bytes.concat(_codes[0], hex"00");
    }

    // Steps ----------------------------------------------------------------------------------------------------------

    function propose(uint256 who, uint256 kind, uint256 value) external {
        (Book memory book, Proposal memory proposal) = _plan(kind, value);
        if (_put(_member(who), book, proposal)) ++done[this.propose.selector];
    }

    /// @dev One member, as many as it may, and one more.
    function flood(uint256 who, uint256 value) external {
        address proposer = _member(who | 1);
        for (uint256 i = 0; i <= MOST_OPEN; ++i) {
            (Book memory book, Proposal memory proposal) = _plan(CALLS, uint256(keccak256(abi.encode(value, i))));
            if (_put(proposer, book, proposal)) ++done[this.flood.selector];
        }
        if (openOf(memberIdOf[proposer]) == MOST_OPEN) ++seen["a member had all the proposals open that it may"];
    }

    /// @dev The same actions in other words.
    function proposeAgain(uint256 who, uint256 which) external {
        if (_books.length == 0) return;
        which %= _books.length;
        Proposal memory proposal = _proposals[which];
        Book memory book;
        (book.kind, book.value) = (_books[which].kind, _books[which].value);
        _name(proposal);
        if (_put(_member(who), book, proposal)) ++done[this.proposeAgain.selector];
    }

    /// @dev By most of the members together; every fourth time one of the signatures is not good.
    function proposeWithSponsors(uint256 who, uint256 draw, uint256 value) external {
        (Book memory book, Proposal memory proposal) = _plan(draw >> 64, value);
        if (_putTogether(_member(who), book, proposal, draw)) ++done[this.proposeWithSponsors.selector];
    }

    /// @dev Every other time by the member that proposed.
    function cancelOne(uint256 who, uint256 which) external {
        if (_books.length == 0) return;
        which = _in(IGovernor.ProposalState.Pending, which);
        Book storage book = _books[which];
        Proposal memory proposal = _proposals[which];
        address caller = who % 2 == 0 ? _account(who >> 1) : _person(book.proposerId).account;
        bool pending = stateOf(which) == IGovernor.ProposalState.Pending;
        bool own = memberIdOf[caller] == book.proposerId;
        vm.prank(caller);
        try
            governor.cancel(
                proposal.targets,
                proposal.values,
                proposal.calldatas,
                keccak256(bytes(proposal.description))
            )
        {
            _hold(pending, "G13", "a proposal was cancelled after voting began");
            _hold(own, "G13", "somebody cancelled another's proposal");
            book.cancelled = true;
            ++done[this.cancelOne.selector];
        } catch {
            _hold(!pending || !own, "G13", "a member could not take its proposal back");
        }
    }

    function queueOne(uint256 which) external {
        if (_books.length != 0) _queueOne(_in(IGovernor.ProposalState.Succeeded, which));
    }

    function executeOne(uint256 which) external {
        if (_books.length != 0) _executeOne(_in(IGovernor.ProposalState.Queued, which));
    }

    function veto(uint256 who, uint256 which) external {
        if (_books.length == 0) return;
        which = _in(IGovernor.ProposalState.Queued, which);
        Book storage book = _books[which];
        address caller = _elder(who);
        bool waits = book.queuedIn == authority && !book.vetoed && !book.executed && vm.getBlockTimestamp() < book.eta;
        bool power = vm.getBlockTimestamp() <= vetoExpiresAt;
        bool elder = _isElder(memberIdOf[caller]);
        bool first = (book.vetoers >> memberIdOf[caller]) & 1 == 0;
        bytes32 operation = _operationOf(_proposals[which]);
        vm.prank(caller);
        try council.veto(operation, "reason") {
            _hold(waits, "G14", "a veto against what does not wait");
            _hold(power, "G14", "a veto after the power had expired");
            _hold(elder && first, "G14", "a veto by no elder, or twice by one");
            book.vetoers |= 1 << memberIdOf[caller];
            book.vetoed = _eldersAmong(book.vetoers) >= vetoThreshold;
            if (book.vetoed) ++seen["a proposal was vetoed"];
            ++done[this.veto.selector];
        } catch {
            _hold(!waits || !power || !elder || !first, "G14", "an elder could not veto");
        }
    }

    function renewVeto(uint256 until) external {
        // Long, or so short that it runs out, or at the edge of what may be.
        uint256 term =
            until % 4 == 0 ? 2 * 365 days + ((until >> 2) % 2) : bound(until, 0, until % 4 == 1 ? 3 days : 700 days);
        until = vm.getBlockTimestamp() + term;
        bool may = until <= vm.getBlockTimestamp() + 2 * 365 days;
        vm.prank(authority);
        try council.setVetoPower(uint48(until)) {
            _hold(may, "G14", "a power to veto for more than two years");
            vetoExpiresAt = until;
            ++done[this.renewVeto.selector];
        } catch {
            _hold(!may, "G14", "the community could not renew the power to veto");
        }
    }

    /// @dev As a proxy's code, or that of an account made anew, might change under a proposal.
    function switchCode() external {
        _switchCode();
        ++done[this.switchCode.selector];
    }

    /// @dev To one of the moments at which something ends for a proposal, or a second beside it.
    function toAnEdge(uint256 which, uint256 edge, uint256 offset) external {
        if (_books.length == 0) return;
        Book storage book = _books[which % _books.length];
        uint256[6] memory edges = [
            book.snapshot,
            book.deadline,
            book.deadline + GRACE,
            book.deadline + setting[uint256(Kind.Cooldown)],
            book.eta,
            book.eta + GRACE
        ];
        _passTo(edges[edge % edges.length] + (offset % 3));
        ++done[this.toAnEdge.selector];
    }

    // What the books say ---------------------------------------------------------------------------------------------

    function bookCount() external view returns (uint256) {
        return _books.length;
    }

    function bookOf(uint256 index) external view returns (Book memory) {
        return _books[index];
    }

    function body() external view returns (CommunityGovernor) {
        return governor;
    }

    function elders() external view returns (ElderCouncil) {
        return council;
    }

    function rights() external view returns (CommunityRegistry) {
        return registry;
    }

    function stateOf(uint256 index) public view returns (IGovernor.ProposalState) {
        Book storage book = _books[index];
        uint256 time = vm.getBlockTimestamp();
        if (book.executed) return IGovernor.ProposalState.Executed;
        if (book.cancelled) return IGovernor.ProposalState.Canceled;
        if (time <= book.snapshot) return IGovernor.ProposalState.Pending;
        if (time <= book.deadline) return IGovernor.ProposalState.Active;
        if (!book.reached || book.votes[FOR] <= book.votes[AGAINST]) return IGovernor.ProposalState.Defeated;
        if (book.eta == 0) {
            return time > book.deadline + GRACE ? IGovernor.ProposalState.Expired : IGovernor.ProposalState.Succeeded;
        }
        // What waits in a timelock that the community has left cannot be carried out.
        if (book.vetoed || book.queuedIn != obeyed) return IGovernor.ProposalState.Canceled;
        return time > book.eta + GRACE ? IGovernor.ProposalState.Expired : IGovernor.ProposalState.Queued;
    }

    function _proposalSteps() internal pure returns (bytes4[] memory steps) {
        bytes4[] memory people = _peopleSteps();
        steps = new bytes4[](people.length + 11);
        for (uint256 i = 0; i < people.length; ++i) steps[i] = people[i];
        uint256 next = people.length;
        steps[next++] = this.propose.selector;
        steps[next++] = this.flood.selector;
        steps[next++] = this.proposeAgain.selector;
        steps[next++] = this.proposeWithSponsors.selector;
        steps[next++] = this.cancelOne.selector;
        steps[next++] = this.queueOne.selector;
        steps[next++] = this.executeOne.selector;
        steps[next++] = this.veto.selector;
        steps[next++] = this.renewVeto.selector;
        steps[next++] = this.switchCode.selector;
        steps[next++] = this.toAnEdge.selector;
    }

    // Making proposals -----------------------------------------------------------------------------------------------

    function _put(address proposer, Book memory book, Proposal memory proposal) private returns (bool) {
        bool may = _mayPropose(proposer, book, proposal, 1);
        vm.prank(proposer);
        try governor.propose(proposal.targets, proposal.values, proposal.calldatas, proposal.description) {
            _open(proposer, book, proposal, may);
            return true;
        } catch {
            _hold(!may, "G12", "a member could not propose");
            return false;
        }
    }

    function _putTogether(
        address proposer,
        Book memory book,
        Proposal memory proposal,
        uint256 draw
    ) internal returns (bool) {
        ICommunityGovernor.Sponsorship[] memory sponsorships = _sponsors(proposal.id, memberIdOf[proposer], draw);
        bool good = sponsorships.length == 0 || !_spoil(sponsorships, proposer, proposal.id, draw);
        bool may = good && _mayPropose(proposer, book, proposal, sponsorships.length + 1);
        vm.prank(proposer);
        try
            governor.proposeWithSponsors(
                proposal.targets,
                proposal.values,
                proposal.calldatas,
                proposal.description,
                sponsorships
            )
        {
            _hold(good, "G12", "a signature of no sponsor was taken for one");
            _open(proposer, book, proposal, may);
            return true;
        } catch {
            _hold(!may, "G12", "members could not propose together");
            return false;
        }
    }

    function _mayPropose(
        address proposer,
        Book memory book,
        Proposal memory proposal,
        uint256 members
    ) private view returns (bool) {
        book.actions = keccak256(abi.encode(proposal.targets, proposal.values, proposal.calldatas));
        return
            _isSettled(proposer) &&
            openOf(memberIdOf[proposer]) < MOST_OPEN &&
            members >= _neededMembers() &&
            _isRested(book.actions, memberIdOf[proposer]) &&
            book.kind != Kind.Nowhere;
    }

    function _neededMembers() internal view returns (uint256 needed) {
        uint256 members = _countOf(_lastPicture().standing);
        needed = setting[uint256(Kind.Threshold)];
        if (needed > members) needed = members;
    }

    function openOf(uint256 memberId) public view returns (uint256 count) {
        for (uint256 i = 0; i < _books.length; ++i) {
            if (_books[i].proposerId != memberId) continue;
            IGovernor.ProposalState state = stateOf(i);
            if (state == IGovernor.ProposalState.Pending || state == IGovernor.ProposalState.Active) ++count;
        }
    }

    function _isRested(bytes32 actions, uint256 memberId) private view returns (bool) {
        uint256 attempt = _attempts[actions];
        if (attempt == 0) return true;
        Book storage book = _books[attempt - 1];
        IGovernor.ProposalState state = stateOf(attempt - 1);
        uint256 rest = setting[uint256(Kind.Cooldown)];
        if (state == IGovernor.ProposalState.Defeated) return vm.getBlockTimestamp() > book.deadline + rest;
        if (state == IGovernor.ProposalState.Canceled) {
            return book.proposerId != memberId || vm.getBlockTimestamp() > book.createdAt + rest;
        }
        return state == IGovernor.ProposalState.Executed || state == IGovernor.ProposalState.Expired;
    }

    function _open(address proposer, Book memory book, Proposal memory proposal, bool may) private {
        _hold(_isSettled(proposer), "G12", "somebody proposed who was no member before this second");
        _hold(_isRested(book.actions, memberIdOf[proposer]), "G11", "the same actions were proposed again too soon");
        _hold(book.kind != Kind.Nowhere, "G9", "a call of an account without code was proposed");
        _hold(may, "G12", "a proposal of too few, or one too many");
        Picture memory roll = _lastPicture();
        book.id = proposal.id;
        book.proposerId = memberIdOf[proposer];
        book.createdAt = vm.getBlockTimestamp();
        book.snapshot = book.createdAt + setting[uint256(Kind.VotingDelay)];
        book.deadline = book.snapshot + setting[uint256(Kind.VotingPeriod)];
        book.roll = roll;
        book.members = _countOf(roll.standing);
        book.neededVotes = (book.members * setting[uint256(Kind.QuorumBps)] + 9_999) / 10_000;
        book.neededVoters = setting[uint256(Kind.MinimumVoters)];
        if (book.neededVoters > book.members) book.neededVoters = book.members;
        book.pins[_placeOf(obeyed)] = 1 + _code;
        _books.push(book);
        _proposals.push(proposal);
        _attempts[book.actions] = _books.length;
    }

    /// @dev The first from a place on that is in `state`, three times out of four if there is one; else whatever is there.
    function _in(IGovernor.ProposalState state, uint256 seed) internal view returns (uint256 index) {
        uint256 place = (seed >> 2) % _books.length;
        for (uint256 i = 0; seed % 4 != 0 && i < _books.length; ++i) {
            index = (place + i) % _books.length;
            if (stateOf(index) == state) return index;
        }
        return place;
    }

    function _plan(uint256 kind, uint256 draw) internal view returns (Book memory book, Proposal memory proposal) {
        // As likely as all settings together: what is recorded, where code changes, and moving.
        book.kind = kind % 2 == 0 ? Kind((kind >> 1) % 10) : Kind(10 + ((kind >> 1) % 6));
        // Half of a move waits for the other.
        if (obeyed == offered && kind % 3 == 0) book.kind = Kind.Accept;
        uint256 index = uint256(book.kind);
        if (index < SETTINGS) {
            book.value = _drawSetting(book.kind, draw);
            proposal = plan1(address(governor), abi.encodeWithSelector(_setters[index], book.value), "");
        } else if (book.kind == Kind.TimelockDelay) {
            book.value = bound(draw, 0, 40 days);
            proposal = plan1(obeyed, abi.encodeCall(timelock.updateDelay, (book.value)), "");
        } else if (book.kind == Kind.Thresholds) {
            book.value = draw % 9;
            bytes memory data = abi.encodeCall(council.setThresholds, (uint16(book.value % 3), uint16(book.value / 3)));
            proposal = plan1(address(council), data, "");
        } else if (book.kind == Kind.Calls) {
            proposal = _calls(draw);
        } else if (book.kind == Kind.Switched) {
            proposal = _callsOfSwitched(draw);
        } else if (book.kind == Kind.Move) {
            book.value = uint160(address(timelocks[1 - _placeOf(obeyed)]));
            proposal = _move(address(uint160(book.value)));
        } else if (book.kind == Kind.Accept) {
            proposal = plan1(address(registry), abi.encodeCall(registry.acceptAuthority, (communityId)), "");
        } else if (book.kind == Kind.Grave) {
            book.value = draw % 5;
            proposal = _grave(book.value);
        } else {
            proposal = plan1(stranger, abi.encode(draw), "");
        }
        _name(proposal);
    }

    /// @dev Out of bounds now and then; of voters and sponsors every other time more than there are; otherwise such that a
    /// community of a dozen can live with it.
    function _drawSetting(Kind kind, uint256 draw) private pure returns (uint256) {
        if (kind == Kind.MinimumVoters) return draw % 2 == 0 ? uint32(draw >> 1) : (draw >> 1) % 5;
        if (kind == Kind.Threshold) return draw % 2 == 0 ? (draw >> 1) % 120 : (draw >> 1) % 5;
        if (kind == Kind.QuorumBps) return bound(draw, 900, 10_100);
        if (kind == Kind.SuperMajority) return bound(draw, 5_900, 9_100);
        if (kind == Kind.VotingPeriod) return bound(draw, 0, draw % 2 == 0 ? 40 days : 3 days);
        return bound(draw, 0, draw % 2 == 0 ? 40 days : 2 days);
    }

    function _calls(uint256 draw) private view returns (Proposal memory proposal) {
        uint256 length = 1 + (draw % 3);
        proposal = _blank(length);
        for (uint256 i = 0; i < length; ++i) {
            bytes32 word = keccak256(abi.encode(draw, i));
            proposal.targets[i] = address(recorder);
            proposal.values[i] = uint256(word) % 1_000;
            if (uint256(word) % 4 != 0) proposal.calldatas[i] = abi.encodePacked(bytes4(word), word, uint24(draw));
        }
    }

    function _callsOfSwitched(uint256 draw) private view returns (Proposal memory proposal) {
        uint256 length = 1 + (draw % 3);
        proposal = _blank(length);
        for (uint256 i = 0; i < length; ++i) {
            (proposal.targets[i], proposal.calldatas[i]) = (address(_steady), abi.encode(draw, i));
        }
        proposal.targets[(draw >> 2) % length] = address(_switched);
    }

    function _move(address to) private view returns (Proposal memory proposal) {
        proposal = _blank(2);
        (proposal.targets[0], proposal.targets[1]) = (address(registry), address(governor));
        proposal.calldatas[0] = abi.encodeCall(registry.offerAuthority, (communityId, to));
        proposal.calldatas[1] = abi.encodeCall(governor.updateTimelock, (CommunityTimelock(payable(to))));
    }

    /// @dev The first call sets the cap to what it is, which only `obeyed` may do: else a move that was voted before another
    /// would undo that.
    function _grave(uint256 which) private view returns (Proposal memory proposal) {
        proposal = _blank(2);
        (proposal.targets[0], proposal.targets[1]) = (obeyed, which < 2 ? obeyed : address(governor));
        proposal.calldatas[0] = abi.encodeCall(timelock.setTreasuryCap, (treasuryCap()));
        if (which < 2) {
            bytes4 selector = which == 0 ? timelock.grantRole.selector : timelock.revokeRole.selector;
            proposal.calldatas[1] = abi.encodeWithSelector(selector, timelock.CANCELLER_ROLE(), stranger);
        } else if (which == 2) {
            proposal.calldatas[1] = abi.encodeCall(governor.relay, (stranger, 0, ""));
        } else if (which == 3) {
            proposal.calldatas[1] = abi.encodeCall(governor.updateTimelock, (CommunityTimelock(payable(obeyed))));
        } else {
            proposal.targets[1] = address(registry);
            proposal.calldatas[1] = abi.encodeCall(registry.offerAuthority, (communityId, address(0)));
        }
    }

    function _blank(uint256 length) internal pure returns (Proposal memory proposal) {
        proposal.targets = new address[](length);
        proposal.values = new uint256[](length);
        proposal.calldatas = new bytes[](length);
    }

    function _name(Proposal memory proposal) private view {
        proposal.description = string.concat("Proposal ", vm.toString(_books.length));
        proposal.id = idOf(proposal);
    }

    /// @dev All other members in the order of their ids, one of four left out.
    function _sponsors(
        uint256 proposalId,
        uint256 proposerId,
        uint256 draw
    ) internal view returns (ICommunityGovernor.Sponsorship[] memory sponsorships) {
        sponsorships = new ICommunityGovernor.Sponsorship[](lastId());
        uint256 count = 0;
        for (uint256 id = 1; id <= lastId(); ++id) {
            address account = _person(id).account;
            if (id == proposerId || !isStanding(id) || !_isSettled(account) || (draw >> (2 * id)) % 4 == 0) continue;
            sponsorships[count++] = _sponsorship(proposalId, account, vm.getBlockTimestamp());
        }
        assembly ("memory-safe") {
            mstore(sponsorships, count)
        }
    }

    function _sponsorship(
        uint256 proposalId,
        address sponsor,
        uint256 deadline
    ) private view returns (ICommunityGovernor.Sponsorship memory) {
        return signSponsorship(_keyOf[sponsor], ICommunityGovernor.Sponsorship(sponsor, deadline, ""), proposalId);
    }

    /// @return spoiled Whether it was done: late, of a stranger, by another key, of the member that proposes, or twice the
    /// same.
    function _spoil(
        ICommunityGovernor.Sponsorship[] memory sponsorships,
        address proposer,
        uint256 proposalId,
        uint256 draw
    ) private view returns (bool spoiled) {
        draw >>= 128;
        if (draw % 4 != 0) return false;
        uint256 place = (draw >> 5) % sponsorships.length;
        uint256 way = (draw >> 2) % 5;
        if (way == 0) {
            address sponsor = sponsorships[place].sponsor;
            sponsorships[place] = _sponsorship(proposalId, sponsor, vm.getBlockTimestamp() - 1);
        } else if (way == 1) {
            sponsorships[place].sponsor = stranger;
        } else if (way == 2 || (way == 4 && sponsorships.length == 1)) {
            sponsorships[place] = signSponsorship(1, sponsorships[place], proposalId);
        } else if (way == 3) {
            // Where its id is in order.
            place = 0;
            while (place + 1 < sponsorships.length && memberIdOf[sponsorships[place].sponsor] < memberIdOf[proposer])
                ++place;
            sponsorships[place] = _sponsorship(proposalId, proposer, vm.getBlockTimestamp());
        } else {
            sponsorships[place] = sponsorships[(place + 1) % sponsorships.length];
        }
        return true;
    }

    // Carrying out ---------------------------------------------------------------------------------------------------

    function _queueOne(uint256 which) internal {
        Book storage book = _books[which];
        Proposal memory proposal = _proposals[which];
        bool passed = stateOf(which) == IGovernor.ProposalState.Succeeded;
        bool same = _isCodeSame(book);
        try
            governor.queue(
                proposal.targets,
                proposal.values,
                proposal.calldatas,
                keccak256(bytes(proposal.description))
            )
        {
            _hold(passed, "G10", "what had not passed was queued");
            _hold(same, "G9", "what other code would carry out was queued");
            (book.eta, book.queuedIn) = (vm.getBlockTimestamp() + delayOf[obeyed], obeyed);
            // Proposed before the community moved here.
            if (book.pins[_placeOf(obeyed)] == 0) book.pins[_placeOf(obeyed)] = 1 + _code;
            ++done[this.queueOne.selector];
        } catch {
            _hold(!passed || !same, "G10", "what had passed could not be queued");
            if (stateOf(which) == IGovernor.ProposalState.Expired) ++seen["a proposal expired"];
            if (passed && !same) ++seen["other code kept a proposal from the queue"];
        }
    }

    function _executeOne(uint256 which) internal {
        Book storage book = _books[which];
        Proposal memory proposal = _proposals[which];
        bool due = stateOf(which) == IGovernor.ProposalState.Queued && vm.getBlockTimestamp() >= book.eta;
        bool same = _isCodeSame(book);
        bool able = _isAble(which);
        _executeAsStranger(proposal);
        try
            governor.execute(
                proposal.targets,
                proposal.values,
                proposal.calldatas,
                keccak256(bytes(proposal.description))
            )
        {
            _hold(due, "G10", "a proposal was carried out that had not passed, or twice, or not in its time");
            _hold(same, "G9", "code carried it out that was not voted on");
            _hold(able, "G5", "a proposal did what no vote may, or what takes a super-majority");
            book.executed = true;
            _carryOut(book, proposal);
            ++done[this.executeOne.selector];
        } catch {
            _hold(!due || !same || !able, "G10", "what was due could not be carried out");
            if (stateOf(which) == IGovernor.ProposalState.Expired && book.eta != 0) {
                ++seen["a proposal expired in the queue"];
            }
            if (due && !same) ++seen["other code kept a proposal from being carried out"];
            if (due && !able) ++seen["what no vote may do, or no ordinary one, was stopped"];
        }
    }

    /// @dev Behind the Governor's back, just before it is asked to.
    function _executeAsStranger(Proposal memory proposal) private {
        vm.prank(stranger);
        try
            CommunityTimelock(payable(obeyed)).executeBatch(
                proposal.targets,
                proposal.values,
                proposal.calldatas,
                0,
                _saltOf(proposal)
            )
        {
            _hold(false, "G3", "somebody other than the Governor carried out what was due");
        } catch {}
    }

    function _switchCode() internal {
        _code = 1 - _code;
        vm.etch(address(_switched), _codes[_code]);
    }

    /// @dev Whether its calls may succeed, all else being well.
    function _isAble(uint256 index) private view returns (bool) {
        Book storage book = _books[index];
        uint256 kind = uint256(book.kind);
        uint256 value = book.value;
        bool large =
            book.votes[FOR] * 10_000 >= (book.votes[FOR] + book.votes[AGAINST]) * setting[uint256(Kind.SuperMajority)];
        if (book.kind == Kind.SuperMajority && value < setting[kind] && !large) return false;
        if (kind < SETTINGS) return value >= least[kind] && value <= most[kind];
        if (book.kind == Kind.TimelockDelay) {
            return _proposals[index].targets[0] == obeyed && value >= 1 hours && value <= 30 days;
        }
        if (book.kind == Kind.Thresholds) return obeyed == authority && value % 3 != 0 && value / 3 != 0;
        if (book.kind == Kind.Move) return obeyed == authority && large;
        if (book.kind == Kind.Accept) return obeyed == offered;
        if (book.kind == Kind.Grave) {
            return large && _proposals[index].targets[0] == obeyed && (value != 4 || obeyed == authority);
        }
        return true;
    }

    function _isCodeSame(Book storage book) private view returns (bool) {
        uint256 pin = book.pins[_placeOf(obeyed)];
        return book.kind != Kind.Switched || pin == 0 || pin == 1 + _code;
    }

    function _carryOut(Book storage book, Proposal memory proposal) private {
        uint256 value = book.value;
        if (uint256(book.kind) < SETTINGS) {
            setting[uint256(book.kind)] = value;
        } else if (book.kind == Kind.TimelockDelay) {
            delayOf[obeyed] = value;
        } else if (book.kind == Kind.Thresholds) {
            (consentThreshold, vetoThreshold) = (value % 3, value / 3);
        } else if (book.kind == Kind.Calls) {
            for (uint256 i = 0; i < proposal.targets.length; ++i) {
                expectedRecord = keccak256(
                    abi.encode(expectedRecord, obeyed, proposal.values[i], proposal.calldatas[i])
                );
            }
        } else if (book.kind == Kind.Move) {
            (offered, obeyed) = (address(uint160(value)), address(uint160(value)));
        } else if (book.kind == Kind.Accept) {
            (authority, offered) = (obeyed, address(0));
        }
        ++seen[_sightOf(book.kind)];
    }

    function _sightOf(Kind kind) internal pure returns (string memory) {
        return
            [
                "a voting delay was set",
                "a voting period was set",
                "an extension was set",
                "a number of voters was set",
                "a quorum was set",
                "a number of sponsors was set",
                "a rest was set",
                "a super-majority was set",
                "a delay was set",
                "thresholds of the council were set",
                "calls were made",
                "code that changes was called",
                "the Governor moved",
                "the authority moved",
                "what takes a super-majority was done"
            ][uint256(kind)];
    }

    function _placeOf(address timelock_) private view returns (uint256) {
        return timelock_ == address(timelocks[0]) ? 0 : 1;
    }

    /// @dev As GovernorTimelockControl names it.
    function _operationOf(Proposal memory proposal) internal view returns (bytes32) {
        return
            keccak256(abi.encode(proposal.targets, proposal.values, proposal.calldatas, bytes32(0), _saltOf(proposal)));
    }

    function _saltOf(Proposal memory proposal) internal view returns (bytes32) {
        return bytes20(address(governor)) ^ keccak256(bytes(proposal.description));
    }

    function _countOf(uint256 bits) internal pure returns (uint256 count) {
        for (; bits != 0; bits &= bits - 1) ++count;
    }
}
