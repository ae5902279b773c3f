// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {CommunityId} from "../types/Ids.sol";
import {IMembership} from "./IMembership.sol";

/// @title IElderCouncil
/// @notice The elders of a community (members who hold the role ELDER at the moment that counts), acting together: `k`
/// of them consent to something, or stop what a vote has decided while it still waits in the timelock.
///
/// ```
///  subject:    open ──consentThreshold elders: giveConsent──> has consent ──an elder: withdrawConsent──> open
///  operation:  waiting ──vetoThreshold elders: veto──> vetoed (cancelled in the timelock, for good)
///                 └──────its delay is over──> out of the council's reach
/// ```
///
/// @dev An elder is counted by memberId, and only while it is an elder: a role that is taken away takes its consents and
/// vetoes along, a change of key does not.
/// @dev Warning: until its power expires a council can veto every decision, one that would end the council too. That is
/// why the power expires, and why only a vote renews it.
interface IElderCouncil {
    /// @notice What a council starts with; each is later changed by vote.
    /// @param consentThreshold Elders who make a consent, at least 1.
    /// @param vetoThreshold Elders who make a veto, at least 1.
    /// @param vetoTerm Seconds for which the council may veto at first; at most 2 years, zero for not at all.
    struct CouncilSettings {
        uint16 consentThreshold;
        uint16 vetoThreshold;
        uint32 vetoTerm;
    }

    /// @notice An elder consents to `subject`. No second one of the member before its ConsentWithdrawn.
    event ConsentGiven(bytes32 indexed subject, uint256 indexed memberId, address indexed elder);
    /// @notice An elder no longer consents to `subject`.
    event ConsentWithdrawn(bytes32 indexed subject, uint256 indexed memberId, address indexed elder);
    /// @notice An elder wants the operation stopped, and says why in public.
    event VetoSupported(bytes32 indexed operationId, uint256 indexed memberId, address indexed elder, string reason);
    /// @notice Enough elders did: the operation is cancelled in `timelock`. Follows the last VetoSupported.
    event OperationVetoed(bytes32 indexed operationId, address indexed timelock);
    /// @notice From now on this many elders make a consent, and a veto.
    event ThresholdsSet(uint256 consentThreshold, uint256 vetoThreshold);
    /// @notice The council may veto up to and including second `expiresAt`; zero: not any more.
    event VetoPowerSet(uint256 expiresAt);

    /// @notice The caller is not the community's authority.
    error ElderCouncil_NotAuthority(address caller);
    /// @notice The caller is not an elder of this community.
    error ElderCouncil_NotElder(address caller);
    /// @notice A threshold of zero would let everything pass, or stop.
    error ElderCouncil_InvalidThreshold();
    /// @notice The elder has consented to this already.
    error ElderCouncil_AlreadyConsented(bytes32 subject, uint256 memberId);
    /// @notice The member has not consented to this.
    error ElderCouncil_NotConsented(bytes32 subject, uint256 memberId);
    /// @notice The elder supports this veto already.
    error ElderCouncil_AlreadySupported(bytes32 operationId, uint256 memberId);
    /// @notice The council's power to veto ended at `expiredAt`; a vote can renew it.
    error ElderCouncil_PowerExpired(uint256 expiredAt);
    /// @notice The power cannot be given for longer than `latest`.
    error ElderCouncil_TermTooLong(uint256 expiresAt, uint256 latest);
    /// @notice A veto says why.
    error ElderCouncil_NoReason();
    /// @notice The operation does not wait in the community's timelock: it is unknown, due, done or cancelled.
    error ElderCouncil_NotWaiting(bytes32 operationId);

    /// @notice The caller, an elder, consents to `subject` (the id of a version, say).
    function giveConsent(bytes32 subject) external;

    /// @notice The caller takes its consent back, elder or not.
    function withdrawConsent(bytes32 subject) external;

    /// @notice The caller, an elder, wants the waiting operation stopped. The one that completes the threshold stops it.
    /// @param operationId As the timelock names it (CallScheduled).
    /// @param reason Public, not empty.
    function veto(bytes32 operationId, string calldata reason) external;

    /// @notice Changes both thresholds. Only the community's authority.
    function setThresholds(uint16 consentThreshold, uint16 vetoThreshold) external;

    /// @notice Lets the council veto until second `expiresAt`, which is at most 2 years ahead; a second that is past ends
    /// the power. Only the community's authority.
    function setVetoPower(uint48 expiresAt) external;

    /// @notice Whether at least `consentThreshold` elders consent to `subject` now.
    function hasConsent(bytes32 subject) external view returns (bool);

    /// @notice How many elders consent to `subject` now.
    function consentsTo(bytes32 subject) external view returns (uint256);

    /// @notice Whether the member's consent to `subject` is on record (it counts while the member is an elder).
    function hasConsented(bytes32 subject, uint256 memberId) external view returns (bool);

    /// @notice How many elders want the operation stopped now.
    function vetoesOf(bytes32 operationId) external view returns (uint256);

    /// @notice How many elders make a consent, and a veto.
    function thresholds() external view returns (uint16 consentThreshold, uint16 vetoThreshold);

    /// @notice The last Unix second in which the council may veto.
    function vetoExpiresAt() external view returns (uint48);

    /// @notice The community this council belongs to.
    function communityId() external view returns (CommunityId);

    /// @notice The roll that says who is an elder.
    function membership() external view returns (IMembership);
}
