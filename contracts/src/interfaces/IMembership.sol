// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {CommunityId} from "../types/Ids.sol";
import {ICommunityRegistry} from "./ICommunityRegistry.sol";
import {IVouching} from "./IVouching.sol";

/// @title IMembership
/// @notice One person, one vote; not for sale. A roll of members that is at once ERC-721 (locked for ever, ERC-5192)
/// and the vote source of the community's Governor (ERC-5805, ERC-6372 in timestamps).
interface IMembership {
    /// @notice Someone a community starts with.
    struct Founder {
        address account;
        uint8 roles;
    }

    /// @notice What a roll starts with besides its founders; each is later changed by vote.
    /// @param recoveryDelay Seconds, see {IKeyRecovery}.
    struct MembershipSettings {
        IVouching.VouchingSettings vouching;
        uint32 recoveryDelay;
    }

    /// @notice A member's record, one storage slot.
    /// @param memberId 1, 2, 3 …; survives a change of key. Zero: this account never was a member.
    /// @param joinedAt Unix seconds of the latest admission.
    /// @param leftAt Unix seconds of departure; zero while a member.
    /// @param roles Bits of `types/Roles.sol`.
    /// @param barred The community removed this account: only the community's own vote lets it in again.
    struct Member {
        uint64 memberId;
        uint48 joinedAt;
        uint48 leftAt;
        uint8 roles;
        bool barred;
    }

    /// @notice `account` is a member from this block on. No second admission while the first stands.
    event MemberAdmitted(uint256 indexed memberId, address indexed account, uint8 roles);
    /// @notice The member is gone: by itself, or (`removed`) by the community with a public reason.
    event MemberDeparted(uint256 indexed memberId, address indexed account, bool removed, string reason);
    /// @notice The community removed somebody who had left already: nobody can vouch it in again.
    event MemberBarred(uint256 indexed memberId, address indexed account, string reason);
    /// @notice The member's roles are now exactly `roles`.
    event MemberRolesChanged(uint256 indexed memberId, address indexed account, uint8 roles);

    /// @notice The caller is not the community's authority.
    error Membership_NotAuthority(address caller);
    /// @notice The account is a member already.
    error Membership_AlreadyMember(address account);
    /// @notice The account is not a member.
    error Membership_NotMember(address account);
    /// @notice The account is, or was, the key of a membership that stands under it or has moved from it: it cannot become
    /// that of another.
    error Membership_AccountUsed(address account);
    /// @notice A role bit without a meaning.
    error Membership_UnknownRole(uint8 roles);
    /// @notice The zero address, or this contract, cannot be a member.
    error Membership_InvalidAccount(address account);
    /// @notice The last member cannot go: a community of nobody could never act again.
    error Membership_LastMember();
    /// @notice A membership belongs to a person; it is never transferred or approved.
    error Membership_Locked();
    /// @notice The past is asked for, and `timepoint` is not past yet. Declared as in OpenZeppelin's Votes.
    error ERC5805FutureLookup(uint256 timepoint, uint48 clock);

    /// @notice Lets `account` in, unless a membership has moved from it. Only the community's authority.
    /// @return memberId The account's id (its former one where it had been a member before).
    function admit(address account, uint8 roles) external returns (uint256 memberId);

    /// @notice The caller leaves, at once. Votes already cast stand; no later proposal counts it.
    function leave() external;

    /// @notice Takes a membership away, or, of somebody who has left, the way back that vouching is. Only the
    /// community's authority.
    function remove(address account, string calldata reason) external;

    /// @notice Replaces a member's roles. Only the community's authority.
    function setRoles(address account, uint8 roles) external;

    /// @notice What a Governor asks of each ballot, in one call. What may be cast is fixed the second before the proposal
    /// was made: the member's own vote and those that others had lent to it by then. A member who had lent its vote may
    /// still cast it itself, as long as its delegate has not; the Governor sees to it that it is not counted twice.
    /// @dev Named for its selector, which is among the first that the clone's dispatcher compares: under a later one each
    /// vote costs more.
    /// @param createdAt When the proposal was made, Unix seconds: who joined then or later has no say.
    /// @param snapshot When its voting began, Unix seconds: who had left by then has no say.
    /// @return memberId The permanent id to count the ballot under; zero where the account never was a member.
    /// @return votes Zero where the account has no say; else one, and one for each vote lent to it.
    /// @return delegateId The member that the own vote was lent to; zero for none.
    function votingRightOf(
        address account,
        uint256 createdAt,
        uint256 snapshot
    ) external view returns (uint256 memberId, uint256 votes, uint256 delegateId);

    /// @notice {votingRightOf} for many accounts and one proposal.
    /// @return rights In the order of `accounts`, `delegateId << 128 | votes << 64 | memberId`: one word each, because a
    /// meeting is many.
    function votingRightsOf(
        address[] calldata accounts,
        uint256 createdAt,
        uint256 snapshot
    ) external view returns (uint256[] memory rights);

    /// @notice The community this roll belongs to.
    function communityId() external view returns (CommunityId);

    /// @notice The registry that says who has authority here.
    function registry() external view returns (ICommunityRegistry);

    /// @notice The only address that may admit, remove and give roles: the registry's `authorityOf(communityId)`.
    function authority() external view returns (address);

    /// @notice Whether `account` is a member now.
    function isMember(address account) external view returns (bool);

    /// @notice Whether `account` was a member at `timepoint` (joined strictly before it, not gone by it).
    function wasMember(address account, uint256 timepoint) external view returns (bool);

    /// @notice Whether `account` is a member now and holds every bit of `roles`.
    function hasRoles(address account, uint8 roles) external view returns (bool);

    /// @notice Whether `account` is a member now and holds at least one bit of `roles`.
    function hasAnyRole(address account, uint8 roles) external view returns (bool);

    /// @notice The record of an account; all zero where it never was a member.
    function memberOf(address account) external view returns (Member memory);

    /// @notice The account of a member; zero while nobody is a member under this id.
    function accountOf(uint256 memberId) external view returns (address account);

    /// @notice How many members there are now.
    function memberCount() external view returns (uint256);
}
