// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Federation} from "../../src/federation/Federation.sol";
import {CommunityRegistry} from "../../src/governance/CommunityRegistry.sol";
import {ICommunityRegistry} from "../../src/interfaces/ICommunityRegistry.sol";
import {ICulturalProtocols} from "../../src/interfaces/ICulturalProtocols.sol";
import {IFederation} from "../../src/interfaces/IFederation.sol";
import {CulturalProtocols} from "../../src/protocols/CulturalProtocols.sol";
import {ModelRegistry} from "../../src/registry/ModelRegistry.sol";
import {CommunityId, PolicyId} from "../../src/types/Ids.sol";
import {Roles} from "../../src/types/Roles.sol";
import {Scopes} from "../../src/types/Scopes.sol";
import {ConsentDouble} from "../doubles/ConsentDouble.sol";
import {RollDouble} from "../doubles/RollDouble.sol";
import {ModelsFixture} from "../registry/ModelsFixture.sol";
import {TestBase} from "../TestBase.sol";
import {Books} from "./Play.sol";

/// @notice Plays what communities rule and share: policies that stand on each other across communities, become stricter
/// and looser, and grants that come, go and expire. Rolls and councils say what the run says.
abstract contract ProtocolHandler is TestBase, Books {
    /// @dev Communities, policies and custodians are known by their place; of a policy or a custodian, zero is none.
    struct Policy {
        PolicyId id;
        uint256 home;
        // A bit for each policy that it stands on, itself included.
        uint256 parts;
        uint256 threshold;
        ICulturalProtocols.Derivatives derivatives;
        uint256 custodian;
    }

    struct Grant {
        uint256 scopes;
        // Zero for never.
        uint256 expiresAt;
        bool keeps;
    }

    uint256 public constant COMMUNITIES = 3;

    uint256 private constant MOST_POLICIES = 6;

    uint256 private constant MOST_CONSENTS = 3;

    ModelRegistry public immutable models;

    CulturalProtocols public immutable protocols;

    Federation private immutable _federation;

    CommunityId[COMMUNITIES] public communities;

    address[COMMUNITIES] internal _authorities;

    address[COMMUNITIES] internal _stewards;

    address[COMMUNITIES] internal _elders;

    ConsentDouble[COMMUNITIES] internal _councils;

    address[3] internal _custodians;

    /// @dev By their place; nothing is at zero.
    Policy[] internal _policies;

    mapping(uint256 from => mapping(uint256 to => Grant)) private _grants;

    constructor() {
        vm.warp(1_800_000_000);
        CommunityRegistry registry = new CommunityRegistry();
        (models, protocols, _federation) = ModelsFixture.deploy(registry);
        _policies.push();
        for (uint256 i = 0; i < COMMUNITIES; ++i) {
            string memory name = vm.toString(i);
            _authorities[i] = makeAddr(string.concat("authority of ", name));
            _stewards[i] = makeAddr(string.concat("steward of ", name));
            _elders[i] = makeAddr(string.concat("elder of ", name));
            if (i != 0) _custodians[i] = makeAddr(string.concat("custodian ", name));
            communities[i] = registry.communityIdFor(address(this), bytes32(i));
            RollDouble roll = new RollDouble();
            roll.setCommunityId(communities[i]);
            roll.setRoles(_stewards[i], Roles.STEWARD);
            roll.setRoles(_elders[i], Roles.ELDER);
            _councils[i] = new ConsentDouble();
            _councils[i].setCommunityId(communities[i]);
            registry.register(
                bytes32(i),
                ICommunityRegistry.Parts(_authorities[i], address(roll), address(0), address(_councils[i])),
                name,
                0,
                ""
            );
        }
        // So that a short run reaches something, each shares with the one before it.
        for (uint256 i = 0; i < COMMUNITIES; ++i) {
            _setGrant((i + 1) % COMMUNITIES, i, Grant(Scopes.ADOPT | Scopes.DERIVE, 0, i == 0));
        }
    }

    // Steps ----------------------------------------------------------------------------------------------------------

    /// @dev On none to two others, of any community.
    function createPolicy(uint256 community, uint256 parents, uint256 rules) external {
        if (_policies.length > MOST_POLICIES) return;
        Policy memory policy;
        policy.home = community % COMMUNITIES;
        policy.parts = 1 << _policies.length;
        (policy.threshold, policy.custodian) = (_thresholdOf(rules), (rules >> 8) % _custodians.length);
        policy.derivatives = _derivativesOf(rules >> 16);
        PolicyId[] memory ids = new PolicyId[](_policies.length == 1 ? 0 : parents % 3);
        for (uint256 i = 0; i < ids.length; ++i) {
            Policy storage parent = _policies[1 + ((parents >> (8 * (i + 1))) % (_policies.length - 1))];
            ids[i] = parent.id;
            policy.parts |= parent.parts;
        }
        vm.prank(_elders[policy.home]);
        policy.id = protocols.createPolicy(communities[policy.home], bytes32(_policies.length), ids, _rulesOf(policy));
        _policies.push(policy);
        ++done[this.createPolicy.selector];
    }

    function tighten(uint256 which, uint256 how) external {
        if (_policies.length == 1) return;
        Policy storage policy = _policies[1 + (which % (_policies.length - 1))];
        if (how % 3 != 0 && policy.derivatives != ICulturalProtocols.Derivatives.Refused) {
            policy.derivatives = ICulturalProtocols.Derivatives(uint256(policy.derivatives) - 1);
        }
        vm.prank(_elders[policy.home]);
        protocols.tighten(policy.id, _rulesOf(policy));
        ++done[this.tighten.selector];
    }

    /// @dev Into anything, with the consent of some of the elders.
    function loosen(uint256 which, uint256 rules, uint256 elders) external {
        if (_policies.length == 1) return;
        Policy storage policy = _policies[1 + (which % (_policies.length - 1))];
        Policy memory looser = policy;
        (looser.threshold, looser.custodian) = (_thresholdOf(rules), (rules >> 8) % _custodians.length);
        looser.derivatives = _derivativesOf(rules >> 16);
        elders %= MOST_CONSENTS + 1;
        bytes32 subject = protocols.looseningSubject(policy.id, _rulesOf(looser));
        _councils[policy.home].setConsents(subject, elders);
        bool may = elders >= policy.threshold;
        vm.prank(_authorities[policy.home]);
        try protocols.loosen(policy.id, _rulesOf(looser)) {
            _hold(may, "R6", "a policy was loosened without the consent that it asks for");
            (policy.threshold, policy.custodian, policy.derivatives) = (
                looser.threshold,
                looser.custodian,
                looser.derivatives
            );
            ++done[this.loosen.selector];
        } catch {
            _hold(!may, "R6", "a policy could not be loosened with the consent that it asks for");
        }
    }

    /// @dev Three times out of four to adopt and to derive; every other time for some hours at most.
    function setGrant(uint256 from, uint256 to, uint256 terms) external {
        from %= COMMUNITIES;
        to = (from + 1 + (to % (COMMUNITIES - 1))) % COMMUNITIES;
        Grant memory grant;
        grant.scopes = terms % 4 == 0 ? (terms >> 16) % (Scopes.ALL + 1) : Scopes.ADOPT | Scopes.DERIVE;
        grant.expiresAt = (terms >> 8) % 2 == 0 ? vm.getBlockTimestamp() + bound(terms, 1, 6 hours) : 0;
        grant.keeps = (terms >> 24) % 2 == 0;
        _setGrant(from, to, grant);
        ++done[this.setGrant.selector];
    }

    function _setGrant(uint256 from, uint256 to, Grant memory grant) internal {
        vm.prank(_authorities[from]);
        _federation.setGrant(
            communities[from],
            communities[to],
            IFederation.Grant(uint8(grant.scopes), uint48(grant.expiresAt), grant.keeps)
        );
        _grants[from][to] = grant;
    }

    // What the books say ---------------------------------------------------------------------------------------------

    function _isGranted(uint256 from, uint256 to, uint256 scope) internal view returns (bool) {
        Grant storage grant = _grants[from][to];
        bool isOver = grant.expiresAt != 0 && vm.getBlockTimestamp() >= grant.expiresAt;
        return grant.scopes & scope != 0 && !isOver;
    }

    /// @dev Of a grant that stands; zero where none ends.
    function _nextEnd() internal view returns (uint256 next) {
        for (uint256 i = 0; i < COMMUNITIES * COMMUNITIES; ++i) {
            uint256 end = _grants[i / COMMUNITIES][i % COMMUNITIES].expiresAt;
            if (end > vm.getBlockTimestamp() && (next == 0 || end < next)) next = end;
        }
    }

    function _isToBeKept(uint256 from, uint256 to) internal view returns (bool) {
        return _grants[from][to].keeps;
    }

    function _stands(uint256 policy, uint256 on) internal view returns (bool) {
        return (_policies[policy].parts >> on) & 1 != 0;
    }

    function _isCustodian(uint256 policy, address account) internal view returns (bool) {
        for (uint256 i = 1; i < _policies.length; ++i) {
            uint256 custodian = _policies[i].custodian;
            if (_stands(policy, i) && custodian != 0 && _custodians[custodian] == account) return true;
        }
        return false;
    }

    /// @dev Of some part; or somebody who is none of this policy's.
    function _custodianOf(uint256 policy) internal view returns (address custodian) {
        custodian = _custodians[1];
        for (uint256 i = 1; i < _policies.length; ++i) {
            if (_stands(policy, i) && _policies[i].custodian != 0) custodian = _custodians[_policies[i].custodian];
        }
    }

    /// @dev None every other time.
    function _thresholdOf(uint256 draw) private pure returns (uint256) {
        return draw % 2 == 0 ? 0 : 1 + ((draw >> 1) % (MOST_CONSENTS - 1));
    }

    /// @dev Refused every eighth time.
    function _derivativesOf(uint256 draw) private pure returns (ICulturalProtocols.Derivatives) {
        if (draw % 8 == 0) return ICulturalProtocols.Derivatives.Refused;
        return draw % 2 == 0 ? ICulturalProtocols.Derivatives.ByApproval : ICulturalProtocols.Derivatives.Reciprocal;
    }

    /// @dev What the books say of it, and else everything for everybody.
    function _rulesOf(Policy memory policy) private view returns (ICulturalProtocols.Rules memory rules) {
        rules.audience = new ICulturalProtocols.Clause[](1);
        rules.audience[0].kinds = 1;
        rules.consentThreshold = uint8(policy.threshold);
        rules.derivatives = policy.derivatives;
        rules.custodian = _custodians[policy.custodian];
    }
}
