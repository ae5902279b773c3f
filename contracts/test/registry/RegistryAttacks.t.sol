// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ICommunityRegistry} from "../../src/interfaces/ICommunityRegistry.sol";
import {ICulturalProtocols} from "../../src/interfaces/ICulturalProtocols.sol";
import {IFederation} from "../../src/interfaces/IFederation.sol";
import {IModelRegistry} from "../../src/interfaces/IModelRegistry.sol";
import {CommunityId, ModelId, PolicyId, VersionId} from "../../src/types/Ids.sol";
import {Scopes} from "../../src/types/Scopes.sol";
import {VersionsFixture} from "./VersionsFixture.sol";

/// @dev Roll, council and authority of a community in one, which misbehaves when it is asked.
contract HostilePart {
    enum Mood {
        Lie,
        Revert,
        Meddle
    }

    CommunityId public communityId;

    Mood private _mood;

    IModelRegistry private _models;

    VersionId private _target;

    function prepare(CommunityId id, IModelRegistry models) external {
        communityId = id;
        _models = models;
    }

    function turn(Mood mood, VersionId target) external {
        _mood = mood;
        _target = target;
    }

    function hasAnyRole(address, uint8) external returns (bool) {
        _misbehave();
        return true;
    }

    function consentsTo(bytes32) external returns (uint256) {
        _misbehave();
        return type(uint256).max;
    }

    function _misbehave() private {
        require(_mood != Mood.Revert, "no answer");
        if (_mood == Mood.Meddle) _models.revoke(communityId, _target, "from inside");
    }
}

contract RegistryAttacksTest is VersionsFixture {
    CommunityId private _swamp;

    HostilePart private _part;

    function setUp() public override {
        super.setUp();
        _part = new HostilePart();
        _swamp = communities.communityIdFor(address(this), "swamp");
        _part.prepare(_swamp, models);
        authorityOf[_swamp] = address(_part);
        communities.register(
            "swamp",
            ICommunityRegistry.Parts(address(_part), address(_part), address(0), address(_part)),
            "Swamp",
            0,
            ""
        );
    }

    // hostile parts

    /// @dev The roll is its community's own authority, so that nothing but the read-only call stands in its way.
    function test_attack_aRollCannotDecideWhileItIsAsked() public {
        VersionId id = _swamps("v", NO_POLICY);
        approve(_swamp, id, NO_POLICY);
        _part.turn(HostilePart.Mood.Meddle, id);
        vm.expectRevert();
        vm.prank(stranger);
        models.suspend(_swamp, id, "");
        assertStatus(_swamp, id, IModelRegistry.Status.Approved);
    }

    function test_attack_aCouncilCannotDecideWhileItIsAsked() public {
        VersionId target = _swamps("target", NO_POLICY);
        approve(_swamp, target, NO_POLICY);
        PolicyId policyId = createPolicy(_swamp, "policy", consentRules(1));
        VersionId id = _swamps("v", policyId);
        _part.turn(HostilePart.Mood.Meddle, target);
        vm.expectRevert();
        approve(_swamp, id, policyId);
        vm.expectRevert();
        models.statusOf(_swamp, id);
        assertStatus(_swamp, target, IModelRegistry.Status.Approved);
    }

    function test_attack_aLyingRollMakesGuardiansForItsOwnCommunityAlone() public {
        VersionId own = _swamps("own", NO_POLICY);
        approve(_swamp, own, NO_POLICY);
        VersionId id = approved("v");
        grant(river, _swamp, Scopes.ALL);
        approve(_swamp, id, NO_POLICY);
        vm.startPrank(stranger);
        models.suspend(_swamp, own, "");
        models.suspend(_swamp, id, "");
        expectNotGuardian(river, stranger);
        models.suspend(river, id, "");
        vm.stopPrank();
        assertStatus(river, id, IModelRegistry.Status.Approved);
    }

    function test_attack_aLyingCouncilConsentsForItsOwnCommunityAlone() public {
        PolicyId base = createPolicy(river, "base", consentRules(1));
        PolicyId policyId = createPolicyOn(_swamp, "policy", base, consentRules(1));
        VersionId id = _swamps("v", policyId);
        assertStatus(_swamp, id, IModelRegistry.Status.ConsentPending);
        expectNoConsent(id, policyId);
        approve(_swamp, id, policyId);
        consent(river, id, 1);
        approve(_swamp, id, policyId);
    }

    /// @dev What it keeps from being approved is what stands on its policies. What runs can be stopped without it.
    function test_attack_aRevertingCouncilKeepsItsOwnPoliciesFromBeingApprovedAndNothingElse() public {
        PolicyId base = createPolicy(_swamp, "base", consentRules(1));
        PolicyId policyId = createPolicyOn(river, "policy", base, custodyRules());
        VersionId running = submitted("running", policyId);
        VersionId waiting = submitted("waiting", policyId);
        VersionId suspended = submitted("suspended", policyId);
        approve(river, running, policyId);
        approve(river, suspended, policyId);
        suspend(river, suspended);
        _part.turn(HostilePart.Mood.Revert, NO_VERSION);

        vm.expectRevert(bytes("no answer"));
        approve(river, waiting, policyId);
        vm.expectRevert(bytes("no answer"));
        restore(river, suspended);
        approved("another");
        assertStatus(river, running, IModelRegistry.Status.Approved);
        suspend(river, running);
        revoke(river, running);
        vm.prank(custodian);
        models.withdrawKnowledge(suspended, "");
        assertStatus(river, suspended, IModelRegistry.Status.Revoked);
        vm.prank(contributor);
        models.withdrawVersion(waiting);
        assertStatus(river, waiting, IModelRegistry.Status.Withdrawn);
    }

    function test_attack_aRevertingRollLeavesItsAuthorityInPower() public {
        VersionId id = _swamps("v", NO_POLICY);
        approve(_swamp, id, NO_POLICY);
        _part.turn(HostilePart.Mood.Revert, NO_VERSION);
        vm.expectRevert(bytes("no answer"));
        vm.prank(stranger);
        models.suspend(_swamp, id, "");
        suspend(_swamp, id);
        restore(_swamp, id);
        revoke(_swamp, id);
        assertStatus(_swamp, id, IModelRegistry.Status.Revoked);
    }

    // ids

    function test_attack_aFrontRunSubmissionTakesNothing() public {
        PolicyId strict = createPolicy(river, "strict", consentRules(2));
        IModelRegistry.Submission memory s = submission("v");
        s.policyId = strict;
        VersionId announced = idOf(s);
        IModelRegistry.Submission memory stolen = submission("v");
        vm.prank(stranger);
        VersionId theirs = models.submitVersion(stolen);
        vm.assertNotEq(VersionId.unwrap(theirs), VersionId.unwrap(announced));

        VersionId id = submit(s);
        assertSame(id, announced);
        vm.assertEq(models.versionOf(id).contributor, contributor);
        vm.assertEq(PolicyId.unwrap(models.versionOf(id).policyId), PolicyId.unwrap(strict));
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistry_NotContributor.selector, id, stranger));
        vm.prank(stranger);
        models.withdrawVersion(id);
        expectPolicyMismatch(theirs, NO_POLICY, strict);
        approve(river, theirs, strict);
    }

    function test_attack_aNameThatIsTakenIsEverybodysInTheCommunity() public {
        IModelRegistry.Submission memory s = submission("squat");
        vm.prank(stranger);
        VersionId squat = models.submitVersion(s);
        VersionId id = submit(submission("v"));
        vm.assertEq(
            ModelId.unwrap(models.versionOf(squat).modelId),
            ModelId.unwrap(models.versionOf(id).modelId),
            "one model"
        );
        approve(river, id, NO_POLICY);
        vm.prank(stranger);
        models.withdrawVersion(squat);
        assertStatus(river, id, IModelRegistry.Status.Approved);
        // And the same name elsewhere is another model.
        s.communityId = hill;
        VersionId elsewhere = submit(s);
        vm.assertNotEq(
            ModelId.unwrap(models.versionOf(elsewhere).modelId),
            ModelId.unwrap(models.versionOf(id).modelId)
        );
    }

    // lineage

    function test_attack_aChildUnderAnotherNameKeepsTheProtocolsOfItsParent() public {
        (VersionId parent, PolicyId policyId) = _protected();
        IModelRegistry.Submission memory s = child(river, "child", parent, NO_POLICY);
        s.slug = "somebody-else";
        expectNotCarried(parent, policyId, NO_POLICY);
        submit(s);
        s.policyId = createPolicy(river, "lax", openRules());
        expectNotCarried(parent, policyId, s.policyId);
        submit(s);
    }

    function test_attack_aChildThroughAThirdCommunityKeepsTheProtocolsOfItsAncestors() public {
        (VersionId parent, PolicyId policyId) = _protected();
        grant(river, hill, Scopes.DERIVE);
        grant(hill, marsh, Scopes.DERIVE);
        PolicyId lax = createPolicy(hill, "lax", openRules());
        expectNotCarried(parent, policyId, lax);
        submit(child(hill, "child", parent, lax));
        PolicyId hills = createPolicyOn(hill, "hill's", policyId, openRules());
        VersionId between = submit(child(hill, "child", parent, hills));

        // River shares nothing with Marsh, which descends from what is Hill's.
        lax = createPolicy(marsh, "lax", openRules());
        expectNotCarried(between, hills, lax);
        submit(child(marsh, "grandchild", between, lax));
        // To stand on River's policy alone is not to stand on Hill's.
        PolicyId half = createPolicyOn(marsh, "half", policyId, openRules());
        expectNotCarried(between, hills, half);
        submit(child(marsh, "grandchild", between, half));
        PolicyId marshs = createPolicyOn(marsh, "marsh's", hills, openRules());
        VersionId last = submit(child(marsh, "grandchild", between, marshs));

        // River's elders, and its word on derivatives, count for all of them.
        assertStatus(marsh, last, IModelRegistry.Status.ConsentPending);
        consent(river, last, 1);
        expectNotDerivable(between, last);
        approve(marsh, last, marshs);
        vm.prank(authorityOf[river]);
        protocols.setDerivativeApproval(policyId, last, true);
        approve(marsh, last, marshs);
        // And its custodian takes the knowledge back from wherever it has come to.
        vm.prank(custodian);
        models.withdrawKnowledge(last, "");
        assertStatus(marsh, last, IModelRegistry.Status.Revoked);
    }

    function test_attack_aChildIsNotOfferedAsItsOwnParent() public {
        IModelRegistry.Submission memory s = submission("v");
        s.parent = idOf(s);
        expectUnknownVersion(s.parent);
        submit(s);
    }

    // what was ended

    function test_attack_aRevokedVersionIsNotRevived() public {
        VersionId id = adopted("v");
        revoke(river, id);
        models.settle(hill, id);
        grant(river, hill, IFederation.Grant(Scopes.ALL, 0, true));
        CommunityId[2] memory all = [river, hill];
        for (uint256 i = 0; i < all.length; ++i) {
            expectWrongStatus(all[i], id, IModelRegistry.Status.Revoked);
            approve(all[i], id, NO_POLICY);
            expectWrongStatus(all[i], id, IModelRegistry.Status.Revoked);
            restore(all[i], id);
            expectWrongStatus(all[i], id, IModelRegistry.Status.Revoked);
            suspend(all[i], id);
            expectWrongStatus(all[i], id, IModelRegistry.Status.Revoked);
            revoke(all[i], id);
        }
        expectNotShared(id, marsh);
        approve(marsh, id, NO_POLICY);
        expectAlreadySubmitted(id);
        submit(submission("v"));
    }

    function _swamps(bytes32 manifestHash, PolicyId policyId) private returns (VersionId) {
        IModelRegistry.Submission memory s = submission(manifestHash);
        s.communityId = _swamp;
        s.policyId = policyId;
        return submit(s);
    }

    function _protected() private returns (VersionId parent, PolicyId policyId) {
        ICulturalProtocols.Rules memory rules = custodyRules();
        rules.consentThreshold = 1;
        rules.derivatives = ICulturalProtocols.Derivatives.ByApproval;
        policyId = createPolicy(river, "protected", rules);
        parent = submitted("parent", policyId);
    }
}
