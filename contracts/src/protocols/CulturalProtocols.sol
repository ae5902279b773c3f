// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ICommunityRegistry} from "../interfaces/ICommunityRegistry.sol";
import {ICulturalProtocols} from "../interfaces/ICulturalProtocols.sol";
import {IElderCouncil} from "../interfaces/IElderCouncil.sol";
import {IFederation} from "../interfaces/IFederation.sol";
import {IMembership} from "../interfaces/IMembership.sol";
import {CommunityBound} from "../registry/CommunityBound.sol";
import {CommunityId, GroupId, PolicyId, VersionId} from "../types/Ids.sol";
import {Roles} from "../types/Roles.sol";
import {Scopes} from "../types/Scopes.sol";
import {Calendar} from "./Calendar.sol";
import {Decisions} from "./Decisions.sol";
import {Strictness} from "./Strictness.sol";

/// @title CulturalProtocols
/// @notice See {ICulturalProtocols}. A singleton without an owner.
/// @dev What is on record and what is decided by it are apart: here is who may change what, and what the chain knows of
/// who asks; {Decisions} says yes or no.
/// @dev Warning: rolls and councils are the communities' own contracts. One that reverts, or burns the gas, keeps whatever
/// stands on its policies from being decided: a no, for nobody else.
contract CulturalProtocols is ICulturalProtocols, CommunityBound {
    using Calendar for Season;

    struct Stored {
        CommunityId communityId;
        uint32 revision;
        uint48 closedUntil;
        PolicyId[] parts;
        // ABI-encoded: they are read whole, and hardly ever written.
        bytes rules;
    }

    struct Group {
        CommunityId communityId;
        uint8 keepers;
        mapping(address account => bool) isIn;
    }

    /// @notice Where communities say what they share.
    IFederation public immutable federation;

    mapping(PolicyId policyId => Stored) private _policies;

    mapping(GroupId groupId => Group) private _groups;

    mapping(PolicyId policyId => mapping(address account => bool)) private _commercialGrants;

    mapping(PolicyId policyId => mapping(VersionId versionId => bool)) private _derivativeApprovals;

    constructor(ICommunityRegistry communityRegistry_, IFederation federation_) CommunityBound(communityRegistry_) {
        if (address(federation_).code.length == 0) revert CommunityBound_InvalidRegistry(address(federation_));
        federation = federation_;
    }

    /// @inheritdoc ICulturalProtocols
    function createPolicy(
        CommunityId communityId,
        bytes32 salt,
        PolicyId[] calldata parents,
        Rules calldata rules
    ) external override returns (PolicyId policyId) {
        _requireGuardian(communityId, Roles.ELDER | Roles.STEWARD);
        Strictness.validate(rules);
        policyId = policyIdFor(communityId, salt);
        Stored storage policy = _policies[policyId];
        if (policy.parts.length != 0) revert CulturalProtocols_AlreadyCreated(policyId);

        for (uint256 i = 0; i < parents.length; ++i) {
            PolicyId[] storage carried = _policy(parents[i]).parts;
            for (uint256 j = 0; j < carried.length; ++j) _addPart(policy.parts, carried[j]);
        }
        _addPart(policy.parts, policyId);
        policy.communityId = communityId;
        policy.rules = abi.encode(rules);
        emit PolicyCreated(policyId, communityId, msg.sender, policy.parts, rules);
    }

    /// @inheritdoc ICulturalProtocols
    function tighten(PolicyId policyId, Rules calldata rules) external override {
        Stored storage policy = _policy(policyId);
        _requireGuardian(policy.communityId, Roles.ELDER);
        Strictness.validate(rules);
        if (!Strictness.isAtMost(rules, _rulesOf(policy))) revert CulturalProtocols_NotStricter(policyId);

        policy.rules = abi.encode(rules);
        emit PolicyTightened(policyId, msg.sender, ++policy.revision, rules);
    }

    /// @inheritdoc ICulturalProtocols
    function loosen(PolicyId policyId, Rules calldata rules) external override {
        Stored storage policy = _policy(policyId);
        _requireAuthority(policy.communityId);
        Strictness.validate(rules);
        bytes32 subject = looseningSubject(policyId, rules);
        if (!_consents(policy, subject)) revert CulturalProtocols_NoConsent(policyId, subject);

        policy.rules = abi.encode(rules);
        policy.closedUntil = 0;
        emit PolicyLoosened(policyId, ++policy.revision, rules);
    }

    /// @inheritdoc ICulturalProtocols
    function closeEarly(PolicyId policyId, string calldata reason) external override {
        Stored storage policy = _policy(policyId);
        _requireGuardian(policy.communityId, Roles.ELDER | Roles.STEWARD);
        if (bytes(reason).length == 0) revert CulturalProtocols_NoReason();
        Season memory season = _rulesOf(policy).season;
        bool isSeasonal = season.first | season.last != 0;
        if (!isSeasonal || block.timestamp < policy.closedUntil || !season.isOpenAt(block.timestamp)) {
            revert CulturalProtocols_NotOpen(policyId);
        }

        // A season that holds every day is none: there always is one that it does not.
        (, uint256 end) = season.nextDay(block.timestamp, false);
        policy.closedUntil = uint48(end);
        emit SeasonClosed(policyId, msg.sender, uint48(end), reason);
    }

    /// @inheritdoc ICulturalProtocols
    function createGroup(
        CommunityId communityId,
        bytes32 salt,
        uint8 keepers
    ) external override returns (GroupId groupId) {
        _requireGuardian(communityId, Roles.ELDER);
        if (keepers == 0 || keepers & ~Roles.ALL != 0) revert CulturalProtocols_UnknownRole(keepers);
        groupId = groupIdFor(communityId, salt);
        Group storage group = _groups[groupId];
        if (group.keepers != 0) revert CulturalProtocols_GroupExists(groupId);

        group.communityId = communityId;
        group.keepers = keepers;
        emit GroupCreated(groupId, communityId, keepers);
    }

    /// @inheritdoc ICulturalProtocols
    function setGroupMember(GroupId groupId, address account, bool isIn) external override {
        Group storage group = _groups[groupId];
        uint8 keepers = group.keepers;
        if (keepers == 0) revert CulturalProtocols_UnknownGroup(groupId);
        _requireGuardian(group.communityId, isIn ? keepers : keepers | Roles.ELDER | Roles.STEWARD);

        group.isIn[account] = isIn;
        emit GroupMemberSet(groupId, account, isIn, msg.sender);
    }

    /// @inheritdoc ICulturalProtocols
    function setCommercialGrant(PolicyId policyId, address account, bool granted) external override {
        _requireGiver(_policy(policyId).communityId, granted);
        _commercialGrants[policyId][account] = granted;
        emit CommercialGrantSet(policyId, account, granted, msg.sender);
    }

    /// @inheritdoc ICulturalProtocols
    function setDerivativeApproval(PolicyId policyId, VersionId versionId, bool approved) external override {
        _requireGiver(_policy(policyId).communityId, approved);
        _derivativeApprovals[policyId][versionId] = approved;
        emit DerivativeApprovalSet(policyId, versionId, approved, msg.sender);
    }

    /// @inheritdoc ICulturalProtocols
    function decide(PolicyId policyId, Query calldata query) external view override returns (Decision memory decision) {
        Part[] memory parts = partsOf(policyId);
        Request memory request = _requestOf(parts, query);
        decision = Decisions.decide(parts, request, block.timestamp);
        if (!decision.allowed && decision.until == 0) return decision;
        uint256 end = _endOfGrants(parts, request, query.communityId);
        if (end == 0) return decision;
        if (!decision.allowed) decision.until = decision.until < end ? decision.until : 0;
        else decision.until = decision.until == 0 ? end : Math.min(decision.until, end);
    }

    /// @inheritdoc ICulturalProtocols
    function evaluate(
        Part[] calldata parts,
        Request calldata request,
        uint48 moment
    ) external pure override returns (Decision memory) {
        return Decisions.decide(parts, request, moment);
    }

    /// @inheritdoc ICulturalProtocols
    function policyOf(PolicyId policyId) external view override returns (Policy memory) {
        Stored storage policy = _policy(policyId);
        return Policy(policy.communityId, policy.revision, policy.closedUntil, policy.parts, _rulesOf(policy));
    }

    /// @inheritdoc ICulturalProtocols
    function communityOf(PolicyId policyId) external view override returns (CommunityId) {
        return _policies[policyId].communityId;
    }

    /// @inheritdoc ICulturalProtocols
    function carries(PolicyId policyId, PolicyId carried) external view override returns (bool) {
        return _isPart(_policies[policyId].parts, carried);
    }

    /// @inheritdoc ICulturalProtocols
    function needsConsent(PolicyId policyId) external view override returns (bool) {
        PolicyId[] storage parts = _policy(policyId).parts;
        for (uint256 i = 0; i < parts.length; ++i) {
            if (_rulesOf(_policies[parts[i]]).consentThreshold != 0) return true;
        }
        return false;
    }

    /// @inheritdoc ICulturalProtocols
    function hasConsent(PolicyId policyId, bytes32 subject) external view override returns (bool) {
        PolicyId[] storage parts = _policy(policyId).parts;
        for (uint256 i = 0; i < parts.length; ++i) {
            if (!_consents(_policies[parts[i]], subject)) return false;
        }
        return true;
    }

    /// @inheritdoc ICulturalProtocols
    function mayDerive(
        PolicyId policyId,
        CommunityId communityId,
        VersionId versionId
    ) external view override returns (bool) {
        PolicyId[] storage parts = _policy(policyId).parts;
        for (uint256 i = 0; i < parts.length; ++i) {
            Stored storage part = _policies[parts[i]];
            Derivatives derivatives = _rulesOf(part).derivatives;
            if (derivatives == Derivatives.Refused) return false;
            bool needsApproval = derivatives == Derivatives.ByApproval && part.communityId != communityId;
            if (needsApproval && !_derivativeApprovals[parts[i]][versionId]) return false;
        }
        return true;
    }

    /// @inheritdoc ICulturalProtocols
    function isCustodian(PolicyId policyId, address account) external view override returns (bool) {
        if (account == address(0)) return false;
        PolicyId[] storage parts = _policies[policyId].parts;
        for (uint256 i = 0; i < parts.length; ++i) {
            if (_rulesOf(_policies[parts[i]]).custodian == account) return true;
        }
        return false;
    }

    /// @inheritdoc ICulturalProtocols
    function isInGroup(GroupId groupId, address account) external view override returns (bool) {
        return _groups[groupId].isIn[account];
    }

    /// @inheritdoc ICulturalProtocols
    function hasCommercialGrant(PolicyId policyId, address account) external view override returns (bool) {
        return _commercialGrants[policyId][account];
    }

    /// @inheritdoc ICulturalProtocols
    function partsOf(PolicyId policyId) public view override returns (Part[] memory parts) {
        PolicyId[] storage ids = _policies[policyId].parts;
        uint256 length = ids.length;
        parts = new Part[](length);
        for (uint256 i = 0; i < length; ++i) {
            Stored storage policy = _policies[ids[i]];
            parts[i] = Part(ids[i], policy.communityId, policy.closedUntil, _rulesOf(policy));
        }
    }

    /// @inheritdoc ICulturalProtocols
    function looseningSubject(PolicyId policyId, Rules calldata rules) public view override returns (bytes32) {
        return keccak256(abi.encode(policyId, _policy(policyId).revision, keccak256(abi.encode(rules))));
    }

    /// @inheritdoc ICulturalProtocols
    function policyIdFor(CommunityId communityId, bytes32 salt) public pure override returns (PolicyId) {
        return PolicyId.wrap(keccak256(abi.encode(communityId, salt)));
    }

    /// @inheritdoc ICulturalProtocols
    function groupIdFor(CommunityId communityId, bytes32 salt) public pure override returns (GroupId) {
        return GroupId.wrap(keccak256(abi.encode(communityId, salt)));
    }

    function _addPart(PolicyId[] storage parts, PolicyId policyId) private {
        if (_isPart(parts, policyId)) return;
        if (parts.length == Decisions.MOST_PARTS) revert CulturalProtocols_TooManyParts(parts.length + 1);
        parts.push(policyId);
    }

    function _isPart(PolicyId[] storage parts, PolicyId policyId) private view returns (bool) {
        uint256 length = parts.length;
        for (uint256 i = 0; i < length; ++i) {
            if (parts[i] == policyId) return true;
        }
        return false;
    }

    /// @dev What the chain knows of who asks. A community needs nobody's approval to make another model of its own.
    function _requestOf(Part[] memory parts, Query calldata query) private view returns (Request memory request) {
        uint256 length = parts.length;
        request.purpose = query.purpose;
        request.commercial = query.commercial;
        request.derivative = VersionId.unwrap(query.derivative) != 0;
        request.memberships = new Standing[](length);
        request.grants = new CommunityId[](length);
        request.commercialGrants = new PolicyId[](length);
        request.derivativeApprovals = new PolicyId[](length);
        request.groups = _groupsOf(parts, query.account);
        bool asksAsMember = _memberOf(query.communityId, query.account).memberId != 0;
        for (uint256 i = 0; i < length; ++i) {
            CommunityId communityId = parts[i].communityId;
            IMembership.Member memory member = _memberOf(communityId, query.account);
            if (member.memberId != 0) request.memberships[i] = Standing(communityId, member.roles);
            if (asksAsMember && federation.isGranted(communityId, query.communityId, Scopes.ADOPT)) {
                request.grants[i] = communityId;
            }
            if (query.account != address(0) && _commercialGrants[parts[i].policyId][query.account]) {
                request.commercialGrants[i] = parts[i].policyId;
            }
            bool isOwn = asksAsMember && communityId == query.communityId;
            if (request.derivative && (isOwn || _derivativeApprovals[parts[i].policyId][query.derivative])) {
                request.derivativeApprovals[i] = parts[i].policyId;
            }
        }
    }

    /// @dev The first second at which a grant ends without which some part would not let in who asks; zero for never.
    function _endOfGrants(
        Part[] memory parts,
        Request memory request,
        CommunityId communityId
    ) private view returns (uint256 first) {
        CommunityId[] memory grants = request.grants;
        request.grants = new CommunityId[](0);
        for (uint256 i = 0; i < parts.length; ++i) {
            if (CommunityId.unwrap(grants[i]) == 0 || Decisions.fits(parts[i], request)) continue;
            uint256 end = federation.grantOf(parts[i].communityId, communityId).expiresAt;
            if (end != 0 && (first == 0 || end < first)) first = end;
        }
    }

    /// @dev Those that some clause names and the account is in; zeros for the others. Nobody is in none: a keeper who lets
    /// the zero address in has not let in everybody who did not sign in.
    function _groupsOf(Part[] memory parts, address account) private view returns (GroupId[] memory groups) {
        if (account == address(0)) return groups;
        uint256 count = 0;
        for (uint256 i = 0; i < parts.length; ++i) {
            Clause[] memory audience = parts[i].rules.audience;
            for (uint256 j = 0; j < audience.length; ++j) count += audience[j].groups.length;
        }
        groups = new GroupId[](count);
        for (uint256 i = 0; i < parts.length; ++i) {
            Clause[] memory audience = parts[i].rules.audience;
            for (uint256 j = 0; j < audience.length; ++j) {
                for (uint256 k = 0; k < audience[j].groups.length; ++k) {
                    GroupId groupId = audience[j].groups[k];
                    --count;
                    if (_groups[groupId].isIn[account]) groups[count] = groupId;
                }
            }
        }
    }

    /// @dev Nobody's record where the account is no member now.
    function _memberOf(
        CommunityId communityId,
        address account
    ) private view returns (IMembership.Member memory member) {
        address membership = communityRegistry.membershipOf(communityId);
        if (account == address(0) || membership == address(0)) return member;
        if (IMembership(membership).isMember(account)) return IMembership(membership).memberOf(account);
    }

    function _consents(Stored storage policy, bytes32 subject) private view returns (bool) {
        uint256 needed = _rulesOf(policy).consentThreshold;
        if (needed == 0) return true;
        address council = communityRegistry.councilOf(policy.communityId);
        return council != address(0) && IElderCouncil(council).consentsTo(subject) >= needed;
    }

    function _rulesOf(Stored storage policy) private view returns (Rules memory) {
        return abi.decode(policy.rules, (Rules));
    }

    function _policy(PolicyId policyId) private view returns (Stored storage policy) {
        policy = _policies[policyId];
        if (policy.parts.length == 0) revert CulturalProtocols_UnknownPolicy(policyId);
    }

    function _requireAuthority(CommunityId communityId) private view {
        if (msg.sender != communityRegistry.authorityOf(communityId)) {
            revert CulturalProtocols_NotAuthority(communityId, msg.sender);
        }
    }

    /// @dev The community gives, by vote; any of its elders takes back at once.
    function _requireGiver(CommunityId communityId, bool gives) private view {
        if (gives) _requireAuthority(communityId);
        else _requireGuardian(communityId, Roles.ELDER);
    }

    function _requireGuardian(CommunityId communityId, uint8 roles) private view {
        if (!_mayAct(communityId, msg.sender, roles)) revert CulturalProtocols_NotGuardian(communityId, msg.sender);
    }
}
