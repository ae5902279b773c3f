// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {TimelockControllerUpgradeable} from "@openzeppelin/contracts-upgradeable/governance/TimelockControllerUpgradeable.sol";
import {Initializable} from "@openzeppelin/contracts/proxy/utils/Initializable.sol";
import {EnumerableSet} from "@openzeppelin/contracts/utils/structs/EnumerableSet.sol";
import {IElderCouncil} from "../interfaces/IElderCouncil.sol";
import {IMembership} from "../interfaces/IMembership.sol";
import {CloneArgument} from "../types/CloneArgument.sol";
import {CommunityId} from "../types/Ids.sol";
import {Roles} from "../types/Roles.sol";

/// @title ElderCouncil
/// @notice See {IElderCouncil}. Cloned (ERC-1167) once for each community; the clone's argument is the roll of members.
/// @dev The timelock is asked for each time (the roll's authority), so that a council stays with a community that moves.
/// There it needs the role of a canceller, and has no other.
contract ElderCouncil is Initializable, IElderCouncil {
    using EnumerableSet for EnumerableSet.UintSet;

    /// @custom:storage-location erc7201:commonweal.storage.ElderCouncil
    struct ElderCouncilStorage {
        uint16 consentThreshold;
        uint16 vetoThreshold;
        uint48 vetoExpiresAt;
        mapping(bytes32 subject => EnumerableSet.UintSet memberIds) consents;
        mapping(bytes32 operationId => EnumerableSet.UintSet memberIds) vetoes;
    }

    // keccak256(abi.encode(uint256(keccak256("commonweal.storage.ElderCouncil")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STORAGE = 0x0777ad4d9c9653cc78b3c29f7eceb48f2806525ca36e567f581555a33bc8d900;

    uint256 private constant MAX_TERM = 2 * 365 days;

    modifier onlyAuthority() {
        if (msg.sender != membership().authority()) revert ElderCouncil_NotAuthority(msg.sender);
        _;
    }

    constructor() {
        _disableInitializers();
    }

    /// @notice Sets the council to work. Once a clone, in the transaction that made it.
    function initialize(CouncilSettings calldata settings) external initializer {
        _setThresholds(settings.consentThreshold, settings.vetoThreshold);
        _setVetoPower(settings.vetoTerm == 0 ? 0 : block.timestamp + settings.vetoTerm);
    }

    /// @inheritdoc IElderCouncil
    function giveConsent(bytes32 subject) external override {
        uint256 memberId = _elderId();
        if (!_storage().consents[subject].add(memberId)) revert ElderCouncil_AlreadyConsented(subject, memberId);
        emit ConsentGiven(subject, memberId, msg.sender);
    }

    /// @inheritdoc IElderCouncil
    function withdrawConsent(bytes32 subject) external override {
        uint256 memberId = membership().memberOf(msg.sender).memberId;
        if (!_storage().consents[subject].remove(memberId)) revert ElderCouncil_NotConsented(subject, memberId);
        emit ConsentWithdrawn(subject, memberId, msg.sender);
    }

    /// @inheritdoc IElderCouncil
    function veto(bytes32 operationId, string calldata reason) external override {
        uint256 memberId = _elderId();
        ElderCouncilStorage storage $ = _storage();
        if (block.timestamp > $.vetoExpiresAt) revert ElderCouncil_PowerExpired($.vetoExpiresAt);
        if (bytes(reason).length == 0) revert ElderCouncil_NoReason();
        TimelockControllerUpgradeable timelock = TimelockControllerUpgradeable(payable(membership().authority()));
        if (timelock.getOperationState(operationId) != TimelockControllerUpgradeable.OperationState.Waiting) {
            revert ElderCouncil_NotWaiting(operationId);
        }
        EnumerableSet.UintSet storage vetoes = $.vetoes[operationId];
        if (!vetoes.add(memberId)) revert ElderCouncil_AlreadySupported(operationId, memberId);
        emit VetoSupported(operationId, memberId, msg.sender, reason);

        if (_eldersAmong(vetoes) < $.vetoThreshold) return;
        // Whoever schedules the same operation again starts with no veto against it.
        vetoes.clear();
        timelock.cancel(operationId);
        emit OperationVetoed(operationId, address(timelock));
    }

    /// @inheritdoc IElderCouncil
    function setThresholds(uint16 consentThreshold, uint16 vetoThreshold) external override onlyAuthority {
        _setThresholds(consentThreshold, vetoThreshold);
    }

    /// @inheritdoc IElderCouncil
    function setVetoPower(uint48 expiresAt) external override onlyAuthority {
        _setVetoPower(expiresAt);
    }

    /// @inheritdoc IElderCouncil
    function hasConsent(bytes32 subject) external view override returns (bool) {
        return consentsTo(subject) >= _storage().consentThreshold;
    }

    /// @inheritdoc IElderCouncil
    function consentsTo(bytes32 subject) public view override returns (uint256) {
        return _eldersAmong(_storage().consents[subject]);
    }

    /// @inheritdoc IElderCouncil
    function hasConsented(bytes32 subject, uint256 memberId) external view override returns (bool) {
        return _storage().consents[subject].contains(memberId);
    }

    /// @inheritdoc IElderCouncil
    function vetoesOf(bytes32 operationId) external view override returns (uint256) {
        return _eldersAmong(_storage().vetoes[operationId]);
    }

    /// @inheritdoc IElderCouncil
    function thresholds() external view override returns (uint16 consentThreshold, uint16 vetoThreshold) {
        return (_storage().consentThreshold, _storage().vetoThreshold);
    }

    /// @inheritdoc IElderCouncil
    function vetoExpiresAt() external view override returns (uint48) {
        return _storage().vetoExpiresAt;
    }

    /// @inheritdoc IElderCouncil
    function communityId() external view override returns (CommunityId) {
        return membership().communityId();
    }

    /// @inheritdoc IElderCouncil
    function membership() public view override returns (IMembership) {
        return IMembership(address(uint160(CloneArgument.read())));
    }

    function _setThresholds(uint16 consentThreshold, uint16 vetoThreshold) private {
        if (consentThreshold == 0 || vetoThreshold == 0) revert ElderCouncil_InvalidThreshold();
        _storage().consentThreshold = consentThreshold;
        _storage().vetoThreshold = vetoThreshold;
        emit ThresholdsSet(consentThreshold, vetoThreshold);
    }

    function _setVetoPower(uint256 expiresAt) private {
        uint256 latest = block.timestamp + MAX_TERM;
        if (expiresAt > latest) revert ElderCouncil_TermTooLong(expiresAt, latest);
        _storage().vetoExpiresAt = uint48(expiresAt);
        emit VetoPowerSet(expiresAt);
    }

    function _elderId() private view returns (uint256) {
        IMembership roll = membership();
        if (!roll.hasRoles(msg.sender, Roles.ELDER)) revert ElderCouncil_NotElder(msg.sender);
        return roll.memberOf(msg.sender).memberId;
    }

    function _eldersAmong(EnumerableSet.UintSet storage memberIds) private view returns (uint256 count) {
        IMembership roll = membership();
        uint256 length = memberIds.length();
        for (uint256 i = 0; i < length; ++i) {
            if (roll.hasRoles(roll.accountOf(memberIds.at(i)), Roles.ELDER)) ++count;
        }
    }

    function _storage() private pure returns (ElderCouncilStorage storage $) {
        assembly {
            $.slot := STORAGE
        }
    }
}
