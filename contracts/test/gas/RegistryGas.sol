// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Federation} from "../../src/federation/Federation.sol";
import {ICommunityRegistry} from "../../src/interfaces/ICommunityRegistry.sol";
import {ICulturalProtocols} from "../../src/interfaces/ICulturalProtocols.sol";
import {IFederation} from "../../src/interfaces/IFederation.sol";
import {IModelRegistry} from "../../src/interfaces/IModelRegistry.sol";
import {CulturalProtocols} from "../../src/protocols/CulturalProtocols.sol";
import {ModelRegistry} from "../../src/registry/ModelRegistry.sol";
import {CommunityId, GroupId, PolicyId, VersionId} from "../../src/types/Ids.sol";
import {Roles} from "../../src/types/Roles.sol";
import {Scopes} from "../../src/types/Scopes.sol";
import {CommunityFixture} from "../governance/CommunityFixture.sol";
import {RollDouble} from "../doubles/RollDouble.sol";
import {ModelsFixture} from "../registry/ModelsFixture.sol";

/// @dev What each call of the singletons costs, as a transaction of its own.
abstract contract RegistryGas is CommunityFixture {
    string private constant MODELS = "ModelRegistry";

    string private constant PROTOCOLS = "CulturalProtocols";

    PolicyId private constant NO_POLICY = PolicyId.wrap(0);

    VersionId private constant NO_VERSION = VersionId.wrap(0);

    ModelRegistry private _models;

    CulturalProtocols private _protocols;

    Federation private _federation;

    function setUp() public virtual override {
        super.setUp();
        (_models, _protocols, _federation) = ModelsFixture.deploy(registry);
    }

    function test_gas_modelRegistry() public {
        VersionId first = _submit("first", NO_VERSION, NO_POLICY);
        vm.snapshotGasLastCall(MODELS, "submitVersion, first of its model");
        VersionId second = _submit("second", NO_VERSION, NO_POLICY);
        vm.snapshotGasLastCall(MODELS, "submitVersion, later");
        VersionId third = _submit("third", first, NO_POLICY);
        vm.prank(stranger);
        _models.withdrawVersion(third);
        vm.snapshotGasLastCall(MODELS, "withdrawVersion");

        _approve(communityId, first, NO_POLICY, false);
        vm.snapshotGasLastCall(MODELS, "approve");
        _approve(communityId, second, NO_POLICY, false);
        VersionId child = _submit("child", second, NO_POLICY);
        _approve(communityId, child, NO_POLICY, true);
        vm.snapshotGasLastCall(MODELS, "approve, into the place of its parent");
        vm.prank(ben);
        _models.suspend(communityId, first, "look at it");
        vm.snapshotGasLastCall(MODELS, "suspend by a steward");
        vm.prank(address(timelock));
        _models.restore(communityId, first);
        vm.snapshotGasLastCall(MODELS, "restore");
        vm.prank(address(timelock));
        _models.revoke(communityId, first, "never again");
        vm.snapshotGasLastCall(MODELS, "revoke");
    }

    function test_gas_modelRegistryEvaluations() public {
        VersionId id = _submit("evaluated", NO_VERSION, NO_POLICY);
        vm.prank(address(timelock));
        _models.setEvaluator(communityId, stranger, true);
        vm.snapshotGasLastCall(MODELS, "setEvaluator, first");
        vm.prank(address(timelock));
        _models.setEvaluationRequired(communityId, true);
        vm.snapshotGasLastCall(MODELS, "setEvaluationRequired");
        vm.prank(stranger);
        _models.attachEvaluation(id, "report");
        vm.snapshotGasLastCall(MODELS, "attachEvaluation");
        _approve(communityId, id, NO_POLICY, false);
        vm.snapshotGasLastCall(MODELS, "approve, with a report");
    }

    function test_gas_modelRegistryConsent() public {
        PolicyId base = _createPolicy("base", new PolicyId[](0));
        VersionId parent = _submit("parent", NO_VERSION, base);
        vm.snapshotGasLastCall(MODELS, "submitVersion, under a policy");
        _consent(VersionId.unwrap(parent));
        _approve(communityId, parent, base, false);
        vm.snapshotGasLastCall(MODELS, "approve, with the consent of two elders");

        PolicyId policyId = _createPolicy("policy", _on(base));
        VersionId child = _submit("child", parent, policyId);
        vm.snapshotGasLastCall(MODELS, "submitVersion, with a parent under a policy");
        _consent(VersionId.unwrap(child));
        _approve(communityId, child, policyId, false);
        vm.snapshotGasLastCall(MODELS, "approve, with a parent and consent to two policies");
        vm.prank(ben);
        _models.suspend(communityId, child, "look at it");
        vm.prank(address(timelock));
        _models.restore(communityId, child);
        vm.snapshotGasLastCall(MODELS, "restore, with consent to two policies");
        vm.prank(dan);
        _models.withdrawKnowledge(child, "it is ours again");
        vm.snapshotGasLastCall(MODELS, "withdrawKnowledge");
    }

    function test_gas_modelRegistrySharing() public {
        CommunityId other = _foundAnother();
        VersionId id = _submit("shared", NO_VERSION, NO_POLICY);
        _approve(communityId, id, NO_POLICY, false);
        vm.prank(address(timelock));
        _federation.setGrant(communityId, other, IFederation.Grant(Scopes.ADOPT, 0, false));
        vm.snapshotGasLastCall("Federation", "setGrant, first");
        vm.prank(stranger);
        _models.approve(other, id, NO_POLICY, false);
        vm.snapshotGasLastCall(MODELS, "approve, of another community's");
        vm.prank(address(timelock));
        _models.revoke(communityId, id, "never again");
        vm.prank(dan);
        _models.settle(other, id);
        vm.snapshotGasLastCall(MODELS, "settle");
        vm.prank(address(timelock));
        _federation.setGrant(communityId, other, IFederation.Grant(Scopes.ALL, 0, true));
        vm.snapshotGasLastCall("Federation", "setGrant, again");
        vm.prank(address(timelock));
        _federation.setGrant(communityId, other, IFederation.Grant(0, 0, false));
        vm.snapshotGasLastCall("Federation", "setGrant, taking it all back");
    }

    function test_gas_culturalProtocols() public {
        PolicyId base = _createPolicy("base", new PolicyId[](0));
        vm.snapshotGasLastCall(PROTOCOLS, "createPolicy");
        PolicyId policyId = _createPolicy("policy", _on(base));
        vm.snapshotGasLastCall(PROTOCOLS, "createPolicy, on another");
        ICulturalProtocols.Rules memory rules = _rules();
        rules.outreachOnly = true;
        vm.prank(ada);
        _protocols.tighten(policyId, rules);
        vm.snapshotGasLastCall(PROTOCOLS, "tighten");
        vm.prank(ben);
        _protocols.closeEarly(policyId, "the river is high");
        vm.snapshotGasLastCall(PROTOCOLS, "closeEarly");
        rules.outreachOnly = false;
        _consent(_protocols.looseningSubject(policyId, rules));
        vm.prank(address(timelock));
        _protocols.loosen(policyId, rules);
        vm.snapshotGasLastCall(PROTOCOLS, "loosen, with the consent of two elders");
    }

    function test_gas_culturalProtocolsGrants() public {
        PolicyId policyId = _createPolicy("policy", new PolicyId[](0));
        vm.prank(ada);
        GroupId groupId = _protocols.createGroup(communityId, "group", Roles.STEWARD);
        vm.snapshotGasLastCall(PROTOCOLS, "createGroup");
        vm.prank(ben);
        _protocols.setGroupMember(groupId, stranger, true);
        vm.snapshotGasLastCall(PROTOCOLS, "setGroupMember");
        vm.prank(address(timelock));
        _protocols.setCommercialGrant(policyId, stranger, true);
        vm.snapshotGasLastCall(PROTOCOLS, "setCommercialGrant");
        vm.prank(address(timelock));
        _protocols.setDerivativeApproval(policyId, VersionId.wrap("v"), true);
        vm.snapshotGasLastCall(PROTOCOLS, "setDerivativeApproval");
    }

    function test_gas_communityRegistry() public {
        RollDouble roll = new RollDouble();
        roll.setCommunityId(registry.communityIdFor(stranger, "gas"));
        vm.prank(stranger);
        registry.register(
            "gas",
            ICommunityRegistry.Parts(stranger, address(roll), address(roll), address(roll)),
            "Valley Commons",
            "digest",
            "ipfs://charter"
        );
        vm.snapshotGasLastCall("CommunityRegistry", "register");
        vm.prank(address(timelock));
        registry.offerAuthority(communityId, stranger);
        vm.snapshotGasLastCall("CommunityRegistry", "offerAuthority");
        vm.prank(address(timelock));
        registry.setCharter(communityId, "digest", "ipfs://charter");
        vm.snapshotGasLastCall("CommunityRegistry", "setCharter");
        vm.prank(address(timelock));
        registry.setGovernor(communityId, address(0));
        vm.snapshotGasLastCall("CommunityRegistry", "setGovernor");
        vm.prank(address(timelock));
        registry.setCouncil(communityId, address(0));
        vm.snapshotGasLastCall("CommunityRegistry", "setCouncil");
        vm.prank(stranger);
        registry.acceptAuthority(communityId);
        vm.snapshotGasLastCall("CommunityRegistry", "acceptAuthority");
    }

    function _submit(bytes32 manifestHash, VersionId parent, PolicyId policyId) private returns (VersionId) {
        IModelRegistry.Submission memory submission = IModelRegistry.Submission({
            communityId: communityId,
            slug: "gentle-judge",
            manifestHash: manifestHash,
            artifactsRoot: manifestHash,
            artifactsCodec: 0x70,
            parent: parent,
            policyId: policyId,
            totalBytes: 1,
            notBefore: 0,
            expiresAt: 0
        });
        vm.prank(stranger);
        return _models.submitVersion(submission);
    }

    function _approve(CommunityId id, VersionId versionId, PolicyId policyId, bool supersedesParent) private {
        vm.prank(address(timelock));
        _models.approve(id, versionId, policyId, supersedesParent);
    }

    /// @dev Much as a community would have it: its members and one group in winter, two elders' consent, two labels.
    function _rules() private view returns (ICulturalProtocols.Rules memory rules) {
        rules.audience = new ICulturalProtocols.Clause[](1);
        rules.audience[0].kinds = 2;
        rules.audience[0].groups = new GroupId[](1);
        rules.audience[0].groups[0] = _protocols.groupIdFor(communityId, "group");
        rules.purposes = 3;
        rules.derivatives = ICulturalProtocols.Derivatives.ByApproval;
        rules.consentThreshold = 2;
        rules.season = ICulturalProtocols.Season(60, (1 << 90) - 1, 0);
        rules.custodian = dan;
        rules.attribution = "attribution";
        rules.document = "document";
        rules.labels = new bytes32[](2);
        (rules.labels[0], rules.labels[1]) = ("label", "other label");
    }

    function _createPolicy(bytes32 salt, PolicyId[] memory parents) private returns (PolicyId) {
        ICulturalProtocols.Rules memory rules = _rules();
        vm.prank(ada);
        return _protocols.createPolicy(communityId, salt, parents, rules);
    }

    function _on(PolicyId policyId) private pure returns (PolicyId[] memory parents) {
        parents = new PolicyId[](1);
        parents[0] = policyId;
    }

    /// @dev Of Ada and Ben, who is made an elder.
    function _consent(bytes32 subject) private {
        vm.prank(address(timelock));
        membership.setRoles(ben, Roles.ELDER | Roles.STEWARD);
        vm.prank(ada);
        council.giveConsent(subject);
        vm.prank(ben);
        council.giveConsent(subject);
    }

    /// @dev Which the stranger speaks for.
    function _foundAnother() private returns (CommunityId id) {
        id = registry.communityIdFor(stranger, "another");
        RollDouble roll = new RollDouble();
        roll.setCommunityId(id);
        vm.prank(stranger);
        registry.register(
            "another",
            ICommunityRegistry.Parts(stranger, address(roll), address(0), address(0)),
            "Another",
            0,
            ""
        );
    }
}
