// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {GovernorUpgradeable} from "@openzeppelin/contracts-upgradeable/governance/GovernorUpgradeable.sol";
import {IERC5805} from "@openzeppelin/contracts/interfaces/IERC5805.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Time} from "@openzeppelin/contracts/utils/types/Time.sol";
import {ICommunityGovernor} from "../interfaces/ICommunityGovernor.sol";
import {IMembership} from "../interfaces/IMembership.sol";
import {BallotSignature} from "./BallotSignature.sol";

/// @title CountingMembers
/// @notice Counts the votes of members, each once, against what the proposal needed when it was made.
///
/// Whether a vote counts is decided by two moments:
///
/// ```
///   createdAt                snapshot                    deadline
///       │      votingDelay      │      votingPeriod          │  (+ extension, at most once)
///  ─────┴───────────────────────┴────────────────────────────┴──────────>
///  must have joined before      must not have left by it
/// ```
///
/// @dev What a vote reads and writes of a proposal is one slot, whatever the size of the community; who has voted is
/// one bit a member, found by memberId, so that a change of key can never vote twice.
/// @dev A vote that was lent counts once: with the delegate's ballot, or with the member's own if that comes first. Only
/// members who lend, or are lent to, pay for seeing to it.
abstract contract CountingMembers is GovernorUpgradeable, ICommunityGovernor {
    /// @dev Values of `support`, as in OpenZeppelin's GovernorCountingSimple.
    enum VoteType {
        Against,
        For,
        Abstain
    }

    /// @dev One slot. What is counted stands first, the votes in the order of {VoteType}: see {_entry}. `extension` is
    /// seconds added to the deadline; 24 bits hold 194 days, and no setting passes 30.
    struct Ballot {
        uint32 againstVotes;
        uint32 forVotes;
        uint32 abstainVotes;
        uint32 voters;
        uint32 quorum;
        uint32 minimumVoters;
        uint40 createdAt;
        uint24 extension;
    }

    /// @custom:storage-location erc7201:commonweal.storage.CountingMembers
    struct CountingMembersStorage {
        mapping(uint256 proposalId => Ballot) ballots;
        mapping(uint256 proposalId => mapping(uint256 word => uint256)) receipts;
        // How many of those who had lent their votes to a member cast them themselves, before the member did.
        mapping(uint256 proposalId => mapping(uint256 memberId => uint256)) overridden;
    }

    /// @dev What the signed ballots of a batch that stand together on one proposal have come to so far. `receipts` are
    /// those of members whose bits are in `word`; `entries` is the sum of what {_entry} gives for those that count.
    struct Run {
        uint256 proposalId;
        bytes32 domainSeparator;
        uint256 word;
        uint256 receipts;
        uint256 entries;
    }

    // keccak256(abi.encode(uint256(keccak256("commonweal.storage.CountingMembers")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STORAGE = 0xf749c925e07f67c30a82cfde1d3e4c87bc2af1e9aeb6da355bc70bd02d498200;

    uint256 internal constant BASIS_POINTS = 10_000;

    /// @dev Where the members of a Ballot begin in its slot, in bits: see {Ballot}. Each kind of vote has so many.
    uint256 private constant COUNT_BITS = 32;
    uint256 private constant VOTERS_OFFSET = 96;
    uint256 private constant QUORUM_OFFSET = 128;
    uint256 private constant MINIMUM_VOTERS_OFFSET = 160;

    /// @notice See {IGovernor-COUNTING_MODE}.
    // solhint-disable-next-line func-name-mixedcase
    function COUNTING_MODE() public pure override returns (string memory) {
        return "support=bravo&quorum=for,abstain";
    }

    /// @notice Unix seconds: block numbers mean different things on different chains.
    function clock() public view override returns (uint48) {
        return Time.timestamp();
    }

    /// @notice See {IERC6372-CLOCK_MODE}.
    // solhint-disable-next-line func-name-mixedcase
    function CLOCK_MODE() public pure override returns (string memory) {
        return "mode=timestamp";
    }

    /// @inheritdoc ICommunityGovernor
    function token() external view override returns (IERC5805) {
        return _votes();
    }

    /// @notice Whether the member behind `account` has voted, with this key or an earlier one.
    function hasVoted(uint256 proposalId, address account) public view override returns (bool) {
        return _hasVoted(proposalId, _memberOf(account).memberId);
    }

    /// @inheritdoc ICommunityGovernor
    function proposalVotes(uint256 proposalId) public view override returns (uint256, uint256, uint256) {
        Ballot storage ballot = _counting().ballots[proposalId];
        return (ballot.againstVotes, ballot.forVotes, ballot.abstainVotes);
    }

    /// @inheritdoc ICommunityGovernor
    function proposalVoters(uint256 proposalId) public view override returns (uint256) {
        return _counting().ballots[proposalId].voters;
    }

    /// @inheritdoc ICommunityGovernor
    function proposalQuorum(uint256 proposalId) public view override returns (uint256 votes, uint256 voters) {
        Ballot storage ballot = _counting().ballots[proposalId];
        return (ballot.quorum, ballot.minimumVoters);
    }

    /// @inheritdoc ICommunityGovernor
    function proposalCreatedAt(uint256 proposalId) public view override returns (uint256) {
        return _counting().ballots[proposalId].createdAt;
    }

    /// @inheritdoc ICommunityGovernor
    function votesOn(uint256 proposalId, address account) public view override returns (uint256) {
        (uint256 memberId, uint256 votes, uint256 delegateId) = _rightOf(proposalId, account);
        if (votes == 0) return 0;
        bool lent = delegateId != 0 && _hasVoted(proposalId, delegateId) && !_hasVoted(proposalId, memberId);
        return _own(proposalId, memberId, votes, lent);
    }

    /// @inheritdoc ICommunityGovernor
    function castVotesBySig(
        SignedBallot[] calldata ballots
    ) external override returns (BallotOutcome[] memory outcomes) {
        outcomes = new BallotOutcome[](ballots.length);
        bytes32 domainSeparator = _domainSeparatorV4();
        uint256 next = 0;
        while (next < ballots.length) {
            uint256 proposalId = ballots[next].proposalId;
            if (_isActive(proposalId)) {
                next = _countRun(ballots, next, domainSeparator, outcomes);
            } else {
                outcomes[next] = BallotOutcome.NotActive;
                emit BallotSkipped(proposalId, ballots[next].voter, next, BallotOutcome.NotActive);
                ++next;
            }
        }
    }

    /// @notice When voting ends, Unix seconds, with the extension that a late quorum has given it.
    function proposalDeadline(uint256 proposalId) public view virtual override returns (uint256) {
        return super.proposalDeadline(proposalId) + _counting().ballots[proposalId].extension;
    }

    /// @notice What a proposal made the second after `timepoint` would need under the present settings. For a
    /// proposal that exists ask {proposalQuorum}: its need was fixed when it was made.
    function quorum(uint256 timepoint) public view override returns (uint256) {
        return _share(_votes().getPastTotalSupply(timepoint));
    }

    /// @dev Fixes who may vote on the proposal and what it needs. Members of the second before are those who joined
    /// strictly before this one.
    function _openBallot(uint256 proposalId) internal {
        uint256 electorate = _electorate();
        uint256 votes = _share(electorate);
        // A community that has shrunk below its own floor has to be able to act, if only all of it agree to vote.
        uint256 voters = Math.min(minimumVoters(), electorate);

        Ballot storage ballot = _counting().ballots[proposalId];
        // Neither is more than there are members, and nobody's vote counts twice: no sum of {_entry} leaves its 32 bits.
        SafeCast.toUint32(electorate);
        ballot.quorum = uint32(votes);
        ballot.minimumVoters = uint32(voters);
        ballot.createdAt = uint40(clock());
        emit BallotOpened(proposalId, electorate, votes, voters);
    }

    /// @dev Differs from OpenZeppelin's in two ways: an account without a vote is refused instead of being counted
    /// with nothing, and no `params` are taken, so that every ballot that counts is one VoteCast event.
    function _castVote(
        uint256 proposalId,
        address account,
        uint8 support,
        string memory reason,
        bytes memory params
    ) internal virtual override returns (uint256 votes) {
        if (params.length != 0) revert GovernorInvalidVoteParams();
        _validateStateBitmap(proposalId, _encodeStateBitmap(ProposalState.Active));

        votes = _countVote(proposalId, account, support, 0, params);
        emit VoteCast(account, proposalId, support, votes, reason);
        _extendIfLate(proposalId, _entry(votes, support));
    }

    /// @dev The weight handed in is not used: the one call that tells the member's id tells its votes too.
    function _countVote(
        uint256 proposalId,
        address account,
        uint8 support,
        uint256,
        bytes memory
    ) internal override returns (uint256) {
        (uint256 memberId, uint256 votes, uint256 delegateId) = _rightOf(proposalId, account);
        if (votes == 0) revert CommunityGovernor_NoVote(proposalId, account);

        if (!_isSupport(support)) revert GovernorInvalidVoteType();

        CountingMembersStorage storage $ = _counting();
        (uint256 word, uint256 bit) = _receipt(memberId);
        uint256 receipts = $.receipts[proposalId][word];
        if (receipts & bit != 0) revert GovernorAlreadyCastVote(account);
        $.receipts[proposalId][word] = receipts | bit;
        if (votes != 1 || delegateId != 0) {
            votes = _claimLent(proposalId, memberId, votes, delegateId);
            if (votes == 0) revert CommunityGovernor_DelegateHasVoted(proposalId, account);
        }

        _enter(proposalId, _entry(votes, support));
        return votes;
    }

    /// @dev What is left to cast of a right that has to do with delegation. Where it is the member's own, lent vote, its
    /// delegate does not have that any more.
    function _claimLent(
        uint256 proposalId,
        uint256 memberId,
        uint256 votes,
        uint256 delegateId
    ) private returns (uint256) {
        bool lent = delegateId != 0 && _hasVoted(proposalId, delegateId);
        if (delegateId != 0 && !lent) _counting().overridden[proposalId][delegateId] += 1;
        return _own(proposalId, memberId, votes, lent);
    }

    /// @dev Counts the ballots that stand together from `start` on, all on one proposal whose voting is open. What they
    /// share is read once and written once; meanwhile nothing is called but statically, so that none of it can change.
    /// @return end The first ballot on another proposal, or the length of the batch.
    function _countRun(
        SignedBallot[] calldata ballots,
        uint256 start,
        bytes32 domainSeparator,
        BallotOutcome[] memory outcomes
    ) private returns (uint256 end) {
        Run memory run;
        run.proposalId = ballots[start].proposalId;
        run.domainSeparator = domainSeparator;
        uint256[] memory rights = _rightsOf(run.proposalId, ballots, start);
        _turnTo(run, 0);
        end = start + rights.length;
        for (uint256 i = start; i < end; ++i) {
            uint256 right;
            // The rights begin where the run begins.
            unchecked {
                right = rights[i - start];
            }
            (uint256 word, uint256 bit) = _receipt(uint64(right));
            if (word != run.word) {
                _keepReceipts(run);
                _turnTo(run, word);
            }
            // One vote of one's own, lent to nobody, or none at all, as nearly all have it.
            BallotOutcome outcome =
                right >> 64 > 1 ? _countLent(run, ballots[i], right, bit) : _count(run, ballots[i], right >> 64, bit);
            if (outcome != BallotOutcome.Counted) {
                outcomes[i] = outcome;
                emit BallotSkipped(run.proposalId, ballots[i].voter, i, outcome);
            }
        }
        _keepReceipts(run);
        _keepVotes(run);
    }

    /// @dev The signature comes last: no code of a voter runs unless its ballot counts if that agrees.
    function _count(
        Run memory run,
        SignedBallot calldata ballot,
        uint256 votes,
        uint256 bit
    ) private returns (BallotOutcome) {
        uint8 support = ballot.support;
        if (ballot.deadline < block.timestamp) return BallotOutcome.Expired;
        if (!_isSupport(support)) return BallotOutcome.UnknownSupport;
        if (votes == 0) return BallotOutcome.NoVote;
        if (run.receipts & bit != 0) return BallotOutcome.AlreadyVoted;
        address voter = ballot.voter;
        string calldata reason = ballot.reason;
        bytes32 digest = BallotSignature.digestOf(
            run.domainSeparator,
            run.proposalId,
            support,
            voter,
            reason,
            ballot.deadline
        );
        if (!BallotSignature.isBy(voter, digest, ballot.signature)) return BallotOutcome.InvalidSignature;

        run.receipts |= bit;
        // See {_openBallot}.
        unchecked {
            run.entries += _entry(votes, support);
        }
        emit VoteCast(voter, run.proposalId, support, votes, reason);
        return BallotOutcome.Counted;
    }

    /// @dev {_count} for a right that has to do with delegation, with what is left to cast of it.
    /// @param right See {IMembership-votingRightsOf}.
    function _countLent(
        Run memory run,
        SignedBallot calldata ballot,
        uint256 right,
        uint256 bit
    ) private returns (BallotOutcome outcome) {
        uint256 delegateId = right >> 128;
        bool lent = _hasVotedBy(run, delegateId);
        outcome = _count(run, ballot, _own(run.proposalId, uint64(right), uint64(right >> 64), lent), bit);
        if (outcome == BallotOutcome.NoVote) {
            return run.receipts & bit != 0 ? BallotOutcome.AlreadyVoted : BallotOutcome.DelegateVoted;
        }
        // Casting it takes the vote from the delegate.
        bool overrides = delegateId != 0 && !lent;
        if (overrides && outcome == BallotOutcome.Counted) _counting().overridden[run.proposalId][delegateId] += 1;
    }

    /// @dev {_hasVoted} within a run, whose own word is not in storage yet. There is no member zero.
    function _hasVotedBy(Run memory run, uint256 memberId) private view returns (bool) {
        (uint256 word, uint256 bit) = _receipt(memberId);
        return word == run.word ? run.receipts & bit != 0 : _hasVoted(run.proposalId, memberId);
    }

    function _turnTo(Run memory run, uint256 word) private view {
        run.word = word;
        run.receipts = _counting().receipts[run.proposalId][word];
    }

    function _keepReceipts(Run memory run) private {
        _counting().receipts[run.proposalId][run.word] = run.receipts;
    }

    function _keepVotes(Run memory run) private {
        _enter(run.proposalId, run.entries);
        _extendIfLate(run.proposalId, run.entries);
    }

    /// @dev A ballot of `votes` as it is added to the word of {Ballot}, together with its one voter. For `support` that is
    /// known: see {_isSupport}.
    function _entry(uint256 votes, uint256 support) private pure returns (uint256) {
        unchecked {
            return (votes << (support * COUNT_BITS)) | (1 << VOTERS_OFFSET);
        }
    }

    function _enter(uint256 proposalId, uint256 entries) private {
        Ballot storage ballot = _counting().ballots[proposalId];
        assembly ("memory-safe") {
            sstore(ballot.slot, add(sload(ballot.slot), entries))
        }
    }

    function _wordOf(uint256 proposalId) private view returns (uint256 word) {
        Ballot storage ballot = _counting().ballots[proposalId];
        assembly ("memory-safe") {
            word := sload(ballot.slot)
        }
    }

    function _isMet(uint256 word) private pure returns (bool) {
        uint256 votes = uint256(uint32(word >> COUNT_BITS)) + uint32(word >> (2 * COUNT_BITS));
        return
            votes >= uint32(word >> QUORUM_OFFSET) &&
            uint32(word >> VOTERS_OFFSET) >= uint32(word >> MINIMUM_VOTERS_OFFSET);
    }

    /// @dev Unlike {state}, answers for a proposal that does not exist too.
    function _isActive(uint256 proposalId) private view returns (bool) {
        return proposalSnapshot(proposalId) != 0 && state(proposalId) == ProposalState.Active;
    }

    /// @dev Where the `entries` just made complete the quorum, whoever is against still has time to come.
    function _extendIfLate(uint256 proposalId, uint256 entries) private {
        uint256 word = _wordOf(proposalId);
        unchecked {
            if (!_isMet(word) || _isMet(word - entries)) return;
        }
        uint256 extended = clock() + lateQuorumVoteExtension();
        uint256 deadline = proposalDeadline(proposalId);
        if (extended <= deadline) return;
        _counting().ballots[proposalId].extension = SafeCast.toUint24(extended - deadline);
        emit ProposalExtended(proposalId, SafeCast.toUint64(extended));
    }

    function _quorumReached(uint256 proposalId) internal view override returns (bool) {
        return _isMet(_wordOf(proposalId));
    }

    function _voteSucceeded(uint256 proposalId) internal view override returns (bool) {
        Ballot storage ballot = _counting().ballots[proposalId];
        return ballot.forVotes > ballot.againstVotes;
    }

    /// @dev For {IGovernor-getVotes}, which knows no proposal; ballots are counted by {_rightOf}.
    function _getVotes(address account, uint256 timepoint, bytes memory) internal view override returns (uint256) {
        return _votes().getPastVotes(account, timepoint);
    }

    /// @dev The community's roll of members.
    function _membership() internal view virtual returns (IMembership);

    /// @inheritdoc ICommunityGovernor
    function lateQuorumVoteExtension() public view virtual override returns (uint48);

    /// @inheritdoc ICommunityGovernor
    function quorumBps() public view virtual override returns (uint16);

    /// @inheritdoc ICommunityGovernor
    function minimumVoters() public view virtual override returns (uint32);

    /// @dev What of `votes` is still the member's to cast: without its own where its delegate has cast that, and without
    /// those of members who had lent theirs and came themselves.
    function _own(uint256 proposalId, uint256 memberId, uint256 votes, bool lent) private view returns (uint256) {
        uint256 received = Math.saturatingSub(votes - 1, _counting().overridden[proposalId][memberId]);
        return lent ? received : received + 1;
    }

    function _hasVoted(uint256 proposalId, uint256 memberId) private view returns (bool) {
        (uint256 word, uint256 bit) = _receipt(memberId);
        return _counting().receipts[proposalId][word] & bit != 0;
    }

    function _memberOf(address account) internal view returns (IMembership.Member memory) {
        return _membership().memberOf(account);
    }

    /// @return memberId See {IMembership-votingRightOf}, for all three.
    function _rightOf(
        uint256 proposalId,
        address account
    ) private view returns (uint256 memberId, uint256 votes, uint256 delegateId) {
        return
            _membership().votingRightOf(
                account,
                _counting().ballots[proposalId].createdAt,
                proposalSnapshot(proposalId)
            );
    }

    /// @dev {_rightOf} for the voters of the ballots on `proposalId` that stand together from `start` on, in one call.
    function _rightsOf(
        uint256 proposalId,
        SignedBallot[] calldata ballots,
        uint256 start
    ) private view returns (uint256[] memory) {
        uint256 most = ballots.length - start;
        address[] memory voters = new address[](most);
        uint256 length = 0;
        // No index passes the length of an array.
        unchecked {
            while (length < most) {
                SignedBallot calldata ballot = ballots[start + length];
                if (ballot.proposalId != proposalId) break;
                voters[length++] = ballot.voter;
            }
        }
        assembly ("memory-safe") {
            mstore(voters, length)
        }
        uint256 createdAt = _counting().ballots[proposalId].createdAt;
        return _membership().votingRightsOf(voters, createdAt, proposalSnapshot(proposalId));
    }

    /// @dev Members of the second before this one.
    function _electorate() internal view returns (uint256) {
        return _votes().getPastTotalSupply(clock() - 1);
    }

    /// @dev The same contract as {_membership}, as Governors of every make know it.
    function _votes() private view returns (IERC5805) {
        return IERC5805(address(_membership()));
    }

    /// @dev Rounded up: a share is never met by less than it.
    function _share(uint256 members) private view returns (uint256) {
        return Math.ceilDiv(members * quorumBps(), BASIS_POINTS);
    }

    function _isSupport(uint8 support) private pure returns (bool) {
        return support <= uint8(type(VoteType).max);
    }

    function _receipt(uint256 memberId) private pure returns (uint256 word, uint256 bit) {
        return (memberId >> 8, 1 << (memberId & 0xff));
    }

    function _counting() private pure returns (CountingMembersStorage storage $) {
        assembly {
            $.slot := STORAGE
        }
    }
}
