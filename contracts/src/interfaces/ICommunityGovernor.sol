// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {CommunityId} from "../types/Ids.sol";

/// @title ICommunityGovernor
/// @notice What a community's Governor adds to OpenZeppelin's IGovernor: a member has one vote, a proposal remembers
/// when it was made, and its quorum is a share of the members of that moment with a floor of distinct voters.
interface ICommunityGovernor {
    /// @notice The parameters a vote may change; each has a floor below which none can go.
    /// @param votingDelay Seconds between a proposal and its voting.
    /// @param votingPeriod Seconds of voting.
    /// @param quorumBps Share of the members at the snapshot who must vote for or abstain, in basis points.
    /// @param minimumVoters Distinct members who must have voted, whatever the share says.
    struct GovernorSettings {
        uint48 votingDelay;
        uint32 votingPeriod;
        uint16 quorumBps;
        uint32 minimumVoters;
    }

    /// @notice The community this Governor counts for.
    function communityId() external view returns (CommunityId);

    /// @notice The votes so far. Order as in OpenZeppelin's GovernorCountingSimple.
    function proposalVotes(
        uint256 proposalId
    ) external view returns (uint256 againstVotes, uint256 forVotes, uint256 abstainVotes);

    /// @notice How many distinct members have voted.
    function proposalVoters(uint256 proposalId) external view returns (uint256);

    /// @notice Share of members needed, in basis points.
    function quorumBps() external view returns (uint16);

    /// @notice Distinct members needed.
    function minimumVoters() external view returns (uint32);
}
