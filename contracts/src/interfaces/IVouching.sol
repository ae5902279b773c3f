// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title IVouching
/// @notice How members bring in somebody they know, without a vote: enough of them vouch, then the newcomer joins.
///
/// ```
///  stranger ──member: vouch──> vouched for ──itself: join, while enough vouches stand──> member
///                 ^                │
///                 └── withdrawVouch, expiry, or the voucher has left: the vouch no longer counts
/// ```
///
/// @dev Warning: vouching is trust in whoever vouches. Members who work together can bring in accounts that are nobody's;
/// a community that fears it asks for more vouches, or for none (votes only). Who has joined so has no say on anything
/// that was proposed before.
interface IVouching {
    /// @notice Under which terms vouching lets somebody in. Both zero: not at all.
    /// @param needed Members who have to vouch, 2 to 16.
    /// @param period Seconds for which a vouch counts, 1 to 365 days.
    struct VouchingSettings {
        uint8 needed;
        uint32 period;
    }

    /// @notice `voucher` vouches for `candidate` up to and including second `expiresAt`. Replaces its earlier vouch.
    event Vouched(address indexed candidate, uint256 indexed voucher, uint256 expiresAt);
    /// @notice `voucher` took its vouch back.
    event VouchWithdrawn(address indexed candidate, uint256 indexed voucher);
    /// @notice From now on `needed` vouches let somebody in, and each new vouch counts for `period` seconds.
    event VouchingSet(uint256 needed, uint256 period);

    /// @notice This community lets nobody in by vouching.
    error Membership_VouchingClosed();
    /// @notice These terms lie outside what any vote may set.
    error Membership_InvalidVouching(uint256 needed, uint256 period);
    /// @notice The community removed this account; only the community lets it in again.
    error Membership_Barred(address account);
    /// @notice Enough members vouch for it already: it can join.
    error Membership_EnoughVouches(address candidate);
    /// @notice The account has not vouched for the candidate.
    error Membership_NoVouch(address candidate, address voucher);
    /// @notice Fewer vouches count than are needed.
    error Membership_NotVouched(address candidate, uint256 standing, uint256 needed);

    /// @notice Changes the terms. Only the community's authority. Vouches given before keep their expiry.
    function setVouching(VouchingSettings calldata settings) external;

    /// @notice The caller, a member since an earlier second, vouches for `candidate`, who is not a member, was not
    /// removed, and is no key that a membership has moved from; anew where it has vouched before.
    function vouch(address candidate) external;

    /// @notice The caller takes its vouch back.
    function withdrawVouch(address candidate) external;

    /// @notice The caller becomes a member, without roles, if enough vouches for it count now. They are used up.
    /// @return memberId The caller's id (its former one where it had been a member before).
    function join() external returns (uint256 memberId);

    /// @notice How many vouches for `candidate` count now.
    function vouchesFor(address candidate) external view returns (uint256 standing);

    /// @notice The present terms.
    function vouching() external view returns (VouchingSettings memory);
}
