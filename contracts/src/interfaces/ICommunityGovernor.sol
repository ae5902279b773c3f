// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC5805} from "@openzeppelin/contracts/interfaces/IERC5805.sol";
import {CommunityId} from "../types/Ids.sol";

/// @title ICommunityGovernor
/// @notice What a community's Governor adds to OpenZeppelin's IGovernor: a member has one vote, a proposal remembers
/// when it was made, and what it takes to pass is fixed at that moment: a share of the members of then and a floor of
/// distinct voters.
interface ICommunityGovernor {
    /// @notice The parameters a vote may change; each has a floor and a ceiling that no vote can pass.
    /// @param votingDelay Seconds between a proposal and its voting.
    /// @param votingPeriod Seconds of voting.
    /// @param lateQuorumVoteExtension Seconds of voting that always remain after the vote that reached the quorum.
    /// @param quorumBps Share of the members who must vote for or abstain, in basis points.
    /// @param minimumVoters Distinct members who must have voted, whatever the share says (all of them, where a
    /// community has fewer members than that).
    /// @param proposalThreshold Members it takes to propose, the proposer and its sponsors (all of them, where a community
    /// has fewer), 1 to 100.
    /// @param reproposalCooldown Seconds for which the same actions cannot be proposed again once they were voted down.
    /// @param superMajorityBps Share for, of the votes for and against, that makes a super-majority, in basis points, 6,000
    /// to 9,000. See {ICommunityTimelock} for what takes one.
    struct GovernorSettings {
        uint48 votingDelay;
        uint32 votingPeriod;
        uint48 lateQuorumVoteExtension;
        uint16 quorumBps;
        uint32 minimumVoters;
        uint16 proposalThreshold;
        uint32 reproposalCooldown;
        uint16 superMajorityBps;
    }

    /// @notice The least values that any vote may set. Given by the factory, never changed.
    /// @param votingDelay Seconds.
    /// @param votingPeriod Seconds.
    /// @param quorumBps Basis points.
    struct GovernorFloors {
        uint48 votingDelay;
        uint32 votingPeriod;
        uint16 quorumBps;
    }

    /// @notice Names a parameter in {CommunityGovernor_OutOfBounds}.
    enum Setting {
        VotingDelay,
        VotingPeriod,
        LateQuorumVoteExtension,
        QuorumBps,
        ProposalThreshold,
        ReproposalCooldown,
        SuperMajorityBps
    }

    /// @notice A member's word, signed, that somebody else's proposal be put to the vote. Says nothing of how it will vote.
    /// @param sponsor Signs the EIP-712 message `Sponsorship(uint256 proposalId,address sponsor,uint256 deadline)` in the
    /// domain that `eip712Domain()` tells; the id binds every action and the description.
    /// @param deadline The last Unix second in which it holds.
    /// @param signature As in {SignedBallot}.
    struct Sponsorship {
        address sponsor;
        uint256 deadline;
        bytes signature;
    }

    /// @notice A vote that its voter signed, for somebody else to bring in.
    /// @param deadline The last Unix second in which it may be counted.
    /// @param voter Whose vote it is. Signs the EIP-712 message `MemberBallot(uint256 proposalId,uint8 support,
    /// address voter,string reason,uint256 deadline)` in the domain that `eip712Domain()` tells.
    /// @param support 0 against, 1 for, 2 abstain, as in OpenZeppelin's GovernorCountingSimple.
    /// @param reason Published with the vote; may be empty.
    /// @param signature Of the voter's key (65 bytes, low s, nothing else), or whatever the voter accepts where it is a
    /// contract (ERC-1271).
    struct SignedBallot {
        uint256 proposalId;
        uint256 deadline;
        address voter;
        uint8 support;
        string reason;
        bytes signature;
    }

    /// @notice What became of a ballot in {castVotesBySig}. Checked in this order; the first that holds is given.
    enum BallotOutcome {
        Counted,
        // There is no such proposal, or its voting has not begun or is over.
        NotActive,
        // The ballot's own deadline has passed.
        Expired,
        UnknownSupport,
        // The voter joined too late, left too early, or never was a member.
        NoVote,
        // This member's vote stands already, by whatever way and key, or came earlier in this batch.
        AlreadyVoted,
        // Not signed by the voter, or signed for something else.
        InvalidSignature,
        // The voter had lent its vote, and its delegate has cast it. Told before InvalidSignature.
        DelegateVoted
    }

    /// @notice What the proposal needs to pass, fixed for good. Follows its ProposalCreated in the same transaction;
    /// two of these events never carry the same `proposalId`.
    /// @param electorate Members who may vote on it: those who had joined before this second.
    /// @param quorum Votes for or abstaining that it needs.
    /// @param minimumVoters Distinct members who have to vote on it.
    event BallotOpened(uint256 indexed proposalId, uint256 electorate, uint256 quorum, uint256 minimumVoters);
    /// @notice What the timelock will call the proposal, once it is queued there. In the transaction of its
    /// ProposalCreated.
    event OperationAssigned(uint256 indexed proposalId, bytes32 indexed operationId);
    /// @notice `sponsor` wants the proposal to be put to the vote. In the transaction of its ProposalCreated.
    event ProposalSponsored(uint256 indexed proposalId, address indexed sponsor);
    /// @notice A vote reached the quorum late; voting goes on until `extendedDeadline`. At most once a proposal.
    event ProposalExtended(uint256 indexed proposalId, uint64 extendedDeadline);
    /// @notice A ballot brought in by {castVotesBySig} was not counted, and changed nothing: it may be brought in again.
    /// Says what the sender brought, not what `voter` did: anyone can bring a false ballot in anyone's name.
    /// @param position Of the ballot in the batch, from 0.
    /// @param outcome Why; never Counted.
    event BallotSkipped(uint256 indexed proposalId, address indexed voter, uint256 position, BallotOutcome outcome);
    /// @notice Holds for proposals made from now on, as do the changes of settings below that say nothing else.
    event VotingDelaySet(uint256 oldVotingDelay, uint256 newVotingDelay);
    event VotingPeriodSet(uint256 oldVotingPeriod, uint256 newVotingPeriod);
    /// @notice Holds at once, for proposals whose quorum is not reached yet.
    event LateQuorumVoteExtensionSet(uint64 oldVoteExtension, uint64 newVoteExtension);
    event QuorumBpsSet(uint256 oldQuorumBps, uint256 newQuorumBps);
    event MinimumVotersSet(uint256 oldMinimumVoters, uint256 newMinimumVoters);
    event ProposalThresholdSet(uint256 oldProposalThreshold, uint256 newProposalThreshold);
    /// @notice Holds at once, for what was voted down or taken back before.
    event ReproposalCooldownSet(uint256 oldReproposalCooldown, uint256 newReproposalCooldown);
    /// @notice Holds at once, for whatever is executed from now on.
    event SuperMajorityBpsSet(uint256 oldSuperMajorityBps, uint256 newSuperMajorityBps);

    /// @notice Only a member proposes, from the second after joining.
    error CommunityGovernor_NotMember(address account);
    /// @notice The proposer has as many open (pending or active) proposals as one may have.
    error CommunityGovernor_TooManyOpen(address proposer, uint256 most);
    /// @notice The account has no vote on this proposal: it joined too late, left too early, or never was a member.
    error CommunityGovernor_NoVote(uint256 proposalId, address account);
    /// @notice The account had lent its vote, and its delegate has cast it; and it has none of others' left.
    error CommunityGovernor_DelegateHasVoted(uint256 proposalId, address account);
    /// @notice Proposing takes more members than have signed for it, the proposer among them.
    error CommunityGovernor_TooFewSponsors(uint256 members, uint256 needed);
    /// @notice The sponsorship is not its sponsor's, is past its deadline, out of order, the proposer's own, or of nobody
    /// who was a member before this second.
    error CommunityGovernor_InvalidSponsorship(address sponsor);
    /// @notice These very actions are proposed already, and that proposal is not over.
    error CommunityGovernor_SameActionsOpen(uint256 proposalId);
    /// @notice These very actions were voted down, or taken back by the same member; they can be proposed again after
    /// second `until`.
    error CommunityGovernor_CoolingDown(uint256 proposalId, uint256 until);
    /// @notice Only a super-majority may do this.
    error CommunityGovernor_SuperMajorityNeeded();
    /// @notice The timelock takes the Governor's calls as the community's decisions: it is called by proposals, not past
    /// them.
    error CommunityGovernor_RelayToTimelock();
    /// @notice Less gas is left than a voter that is a contract may use to check its signature. Send the batch with more:
    /// with less the ballot could fail for want of gas alone.
    error CommunityGovernor_TooLittleGas(uint256 needed);
    /// @notice The value lies outside what any vote may set.
    error CommunityGovernor_OutOfBounds(Setting setting, uint256 value, uint256 least, uint256 most);
    /// @notice The timelock has not given this Governor the roles without which it could never act again.
    error CommunityGovernor_InvalidTimelock(address timelock);

    /// @notice Counts what members have signed, in one transaction that anyone may send and pay for: each ballot that
    /// counts is a VoteCast as if its voter had come, each other one a BallotSkipped. No ballot, and no voter that is a
    /// contract, can stop the rest. What stops a ballot from counting twice is that its member has voted: no nonce is
    /// used, so that a member's ballots on several proposals are counted in any order.
    /// @dev Costs least where ballots on one proposal stand together. A voter that is a contract gets up to 400,000 gas
    /// to check its signature, and the sender has to bring as much for each (see {CommunityGovernor_TooLittleGas}).
    /// @return outcomes What became of each ballot, in their order. Called without sending, it tells beforehand.
    function castVotesBySig(SignedBallot[] calldata ballots) external returns (BallotOutcome[] memory outcomes);

    /// @notice {IGovernor-propose} by several members together: as many as the threshold asks for, the caller among them.
    /// @param sponsorships In ascending order of their sponsors' memberIds.
    function proposeWithSponsors(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        string memory description,
        Sponsorship[] calldata sponsorships
    ) external returns (uint256 proposalId);

    /// @notice Changes the delay of later proposals, seconds. Only by a vote of the community.
    function setVotingDelay(uint48 newVotingDelay) external;

    /// @notice Changes the voting period of later proposals, seconds. Only by a vote of the community.
    function setVotingPeriod(uint32 newVotingPeriod) external;

    /// @notice Changes the extension after a late quorum, seconds, of open votes too. Only by a vote of the community.
    function setLateQuorumVoteExtension(uint48 newVoteExtension) external;

    /// @notice Changes the share of members that later proposals need, basis points. Only by a vote of the community.
    function setQuorumBps(uint16 newQuorumBps) external;

    /// @notice Changes the number of distinct voters that later proposals need. Only by a vote of the community.
    function setMinimumVoters(uint32 newMinimumVoters) external;

    /// @notice Changes how many members it takes to propose. Only by a vote of the community.
    function setProposalThreshold(uint16 newProposalThreshold) external;

    /// @notice Changes for how long actions that were voted down cannot be proposed again, seconds. Only by a vote of the
    /// community.
    function setReproposalCooldown(uint32 newReproposalCooldown) external;

    /// @notice Changes the share that makes a super-majority, of everything executed from now on. Only by a vote of the
    /// community; lowering it takes a super-majority.
    function setSuperMajorityBps(uint16 newSuperMajorityBps) external;

    /// @notice The community this Governor counts for.
    function communityId() external view returns (CommunityId);

    /// @notice The roll of members that votes are read from. Named as in OpenZeppelin's GovernorVotes.
    function token() external view returns (IERC5805);

    /// @notice The votes so far. Order as in OpenZeppelin's GovernorCountingSimple.
    function proposalVotes(
        uint256 proposalId
    ) external view returns (uint256 againstVotes, uint256 forVotes, uint256 abstainVotes);

    /// @notice How many distinct members have voted.
    function proposalVoters(uint256 proposalId) external view returns (uint256);

    /// @notice What the proposal needs: votes for or abstaining, and distinct voters. Fixed when it was made.
    function proposalQuorum(uint256 proposalId) external view returns (uint256 votes, uint256 voters);

    /// @notice When the proposal was made, Unix seconds; zero where there is none.
    function proposalCreatedAt(uint256 proposalId) external view returns (uint256);

    /// @notice The votes `account` may cast on the proposal (or has cast: see `hasVoted`): its own, unless its delegate has
    /// cast that, and those lent to it, save those whose members came themselves. Zero means it has no say.
    /// @dev Warning: one too many for an account that has voted after a delegate of its own had, and with votes lent to
    /// it. VoteCast says what was cast.
    function votesOn(uint256 proposalId, address account) external view returns (uint256);

    /// @notice Seconds of voting that always remain after the vote that reached the quorum.
    function lateQuorumVoteExtension() external view returns (uint48);

    /// @notice Share of members needed by proposals made now, in basis points.
    function quorumBps() external view returns (uint16);

    /// @notice Distinct members needed by proposals made now.
    function minimumVoters() external view returns (uint32);

    /// @notice Seconds for which actions that were voted down cannot be proposed again.
    function reproposalCooldown() external view returns (uint32);

    /// @notice Share for, of the votes for and against, that makes a super-majority, in basis points.
    function superMajorityBps() external view returns (uint16);

    /// @notice Whether the votes so far make a super-majority.
    function hasSuperMajority(uint256 proposalId) external view returns (bool);

    /// @notice The latest proposal of these very actions, whatever its description; zero for none.
    function lastProposalOf(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas
    ) external view returns (uint256 proposalId);

    /// @notice Seconds after its voting ended in which a proposal that passed can be queued, and after its delay in which
    /// it can be executed. Then it has expired.
    function gracePeriod() external view returns (uint256);

    /// @notice The most proposals a member may have pending or active at a time.
    function maxOpenProposals() external view returns (uint256);

    /// @notice The least values that any vote may set.
    function floors() external view returns (GovernorFloors memory);
}
