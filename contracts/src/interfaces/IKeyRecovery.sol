// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title IKeyRecovery
/// @notice How a member who lost a key gets its membership back under a new one. The member itself chose who may help
/// (guardians), or the community does it by vote; either way the old key has a delay in which to say no.
///
/// ```
///  none ──guardian: supportRecovery──> supported ──enough guardians──> waiting ──anyone: finishRecovery──> moved
///    │                                                                 ^   │     after the delay
///    └───────────────────authority: supportRecovery────────────────────┘   └──after 30 days more──> lapsed
///
///  the old key, or the authority: cancelRecovery           ends all of a member's recoveries, in whatever state
///  the member: setGuardians                                the same
/// ```
///
/// @dev A recovery moves the one record of the member: its memberId, the day it joined, its roles, its delegation and
/// its guardians stay, so that what it has voted on it cannot vote on again.
/// @dev Warning: whoever steals a key can cancel recoveries with it, and choose other guardians. Against that the
/// community removes the member and admits the person anew.
interface IKeyRecovery {
    /// @notice A recovery of a membership to a new account.
    /// @param startedAt When its delay began, Unix seconds; zero while too few guardians support it.
    /// @param readyAt From when on it can be finished, Unix seconds.
    /// @param supporters Bit i: the i-th guardian supports it.
    struct Recovery {
        uint48 startedAt;
        uint48 readyAt;
        uint16 supporters;
    }

    /// @notice The member chose who may help it. All its recoveries under way have ended.
    event GuardiansSet(uint256 indexed memberId, address[] guardians, uint256 threshold);
    /// @notice A guardian supports moving the membership to `to`.
    event RecoverySupported(uint256 indexed memberId, address indexed to, address indexed guardian);
    /// @notice The membership can be moved to `to` from second `readyAt` on, unless it is cancelled.
    event RecoveryStarted(uint256 indexed memberId, address indexed to, uint256 readyAt);
    /// @notice All recoveries of the member under way have ended.
    event RecoveryCancelled(uint256 indexed memberId, address indexed by);
    /// @notice The member now is `to`; `from` is a stranger. Comes with ERC-721's Transfer.
    event MemberRecovered(uint256 indexed memberId, address indexed from, address indexed to);
    /// @notice The delay of recoveries that start from now on, seconds.
    event RecoveryDelaySet(uint256 delay);

    /// @notice Guardians are at most 10, in ascending order, without the zero address, the roll and the member; the
    /// threshold is at least one and not more than they are (zero where there are none).
    error Membership_InvalidGuardians();
    /// @notice The caller is neither a guardian of this member nor the community's authority.
    error Membership_NotGuardian(uint256 memberId, address caller);
    /// @notice The guardian supports this recovery already, or it waits for its delay already.
    error Membership_AlreadySupported(uint256 memberId, address to);
    /// @notice No such recovery is waiting to be finished.
    error Membership_NoRecovery(uint256 memberId, address to);
    /// @notice The recovery can be finished from `readyAt` on, until `lapsesAt`.
    error Membership_RecoveryNotDue(uint256 memberId, address to, uint256 readyAt, uint256 lapsesAt);
    /// @notice The delay lies outside what any vote may set.
    error Membership_RecoveryDelayOutOfBounds(uint256 delay, uint256 least, uint256 most);

    /// @notice Changes the delay of later recoveries, seconds. Only the community's authority.
    function setRecoveryDelay(uint32 delay) external;

    /// @notice The caller, a member, chooses its guardians; none (an empty list, zero) leaves it to the community alone.
    /// @param guardians Any accounts, ascending.
    /// @param threshold How many of them have to agree.
    function setGuardians(address[] calldata guardians, uint8 threshold) external;

    /// @notice A guardian of the member, or the community's authority, supports moving its membership to `to`. The
    /// authority, and the guardian that completes the threshold, start the delay.
    function supportRecovery(uint256 memberId, address to) external;

    /// @notice Ends all recoveries of a member. The member with its present key, or the community's authority.
    function cancelRecovery(uint256 memberId) external;

    /// @notice Moves the membership to `to`, after the delay. Anyone.
    function finishRecovery(uint256 memberId, address to) external;

    /// @notice The guardians of a member and how many have to agree.
    function guardiansOf(uint256 memberId) external view returns (address[] memory guardians, uint256 threshold);

    /// @notice The recovery of a member to `to`; all zero where there is none.
    function recoveryOf(uint256 memberId, address to) external view returns (Recovery memory);

    /// @notice The delay of recoveries that start now, seconds.
    function recoveryDelay() external view returns (uint32);

    /// @notice The least delay any vote may set, seconds. Given by the factory, never changed.
    function recoveryDelayFloor() external view returns (uint32);
}
