// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IFederation} from "../../src/interfaces/IFederation.sol";
import {IModelRegistry} from "../../src/interfaces/IModelRegistry.sol";
import {CommunityId, ModelId, PolicyId, VersionId} from "../../src/types/Ids.sol";
import {Scopes} from "../../src/types/Scopes.sol";
import {VersionsFixture} from "./VersionsFixture.sol";

contract SubmittingTest is VersionsFixture {
    function test_submitVersion_recordsEveryField() public {
        PolicyId policyId = createPolicy(river, "policy", openRules());
        VersionId parent = submit(submission("parent"));
        IModelRegistry.Submission memory s = child(river, "child", parent, policyId);
        s.artifactsCodec = 0x55;
        s.totalBytes = 7;
        s.notBefore = 1_800_000_001;
        s.expiresAt = 1_800_000_002;
        ModelId modelId = models.modelIdFor(river, s.slug);
        VersionId expected = models.versionIdFor(modelId, s.manifestHash, contributor);

        vm.expectEmit(address(models));
        emit IModelRegistry.VersionSubmitted(
            expected,
            modelId,
            river,
            contributor,
            s.manifestHash,
            s.artifactsRoot,
            s.artifactsCodec,
            parent,
            policyId,
            s.totalBytes,
            s.notBefore,
            s.expiresAt
        );
        VersionId id = submit(s);

        assertSame(id, expected);
        IModelRegistry.Version memory version = models.versionOf(id);
        IModelRegistry.Version memory wanted = IModelRegistry.Version({
            communityId: river,
            modelId: modelId,
            manifestHash: s.manifestHash,
            artifactsRoot: s.artifactsRoot,
            parent: parent,
            policyId: policyId,
            contributor: contributor,
            submittedAt: 1_800_000_000,
            artifactsCodec: 0x55,
            totalBytes: 7,
            notBefore: s.notBefore,
            expiresAt: s.expiresAt,
            withdrawn: false,
            knowledgeWithdrawn: false
        });
        vm.assertEq(keccak256(abi.encode(version)), keccak256(abi.encode(wanted)), "record");
        assertStatus(river, id, IModelRegistry.Status.Submitted);
        vm.assertEq(models.approvedCount(river), 0, "approves nothing");
    }

    function test_submitVersion_createsTheModelOnce() public {
        IModelRegistry.Submission memory s = submission("first");
        ModelId modelId = models.modelIdFor(river, s.slug);
        vm.assertEq(models.slugOf(modelId), "", "no slug yet");
        vm.expectEmit(address(models));
        emit IModelRegistry.ModelCreated(modelId, river, s.slug);
        submit(s);
        vm.assertEq(models.slugOf(modelId), s.slug, "slug");

        vm.recordLogs();
        submit(submission("second"));
        vm.assertEq(vm.getRecordedLogs().length, 1, "the second version says nothing of the model");
    }

    function test_submitVersion_keepsTheSameManifestApartInAnotherModelOrCommunity() public {
        IModelRegistry.Submission memory s = submission("same");
        VersionId first = submit(s);
        s.slug = "another";
        VersionId second = submit(s);
        s.slug = "judge";
        s.communityId = hill;
        VersionId third = submit(s);
        vm.assertNotEq(VersionId.unwrap(first), VersionId.unwrap(second));
        vm.assertNotEq(VersionId.unwrap(first), VersionId.unwrap(third));
    }

    function test_submitVersion_bindsTheContributor() public {
        IModelRegistry.Submission memory s = submission("same");
        VersionId mine = submit(s);
        vm.prank(stranger);
        VersionId theirs = models.submitVersion(s);
        vm.assertNotEq(VersionId.unwrap(mine), VersionId.unwrap(theirs));
        vm.assertEq(models.versionOf(mine).contributor, contributor);
        vm.assertEq(models.versionOf(theirs).contributor, stranger);
    }

    function test_submitVersion_revertsForAnUnknownCommunity() public {
        IModelRegistry.Submission memory s = submission("v");
        s.communityId = CommunityId.wrap("nobody");
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistry_UnknownCommunity.selector, s.communityId));
        submit(s);
    }

    function test_submitVersion_revertsForASlugOutOfForm() public {
        string[12] memory slugs = [
            "",
            "-",
            "-a",
            "a-",
            "A",
            "a b",
            "a_b",
            "a.b",
            "a/b",
            unicode"é",
            "a\x00",
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
        ];
        for (uint256 i = 0; i < slugs.length; ++i) {
            IModelRegistry.Submission memory s = submission("v");
            s.slug = slugs[i];
            vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistry_InvalidSlug.selector, slugs[i]));
            submit(s);
        }
    }

    function test_submitVersion_takesSlugsInForm() public {
        string[6] memory slugs = [
            "a",
            "0",
            "a-b",
            "a--b",
            "gentle-judge-2",
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
        ];
        for (uint256 i = 0; i < slugs.length; ++i) {
            IModelRegistry.Submission memory s = submission("v");
            s.slug = slugs[i];
            submit(s);
        }
    }

    function testFuzz_submitVersion_takesASlugExactlyWhereTheRuleSays(bytes memory slug, uint256 letters) public {
        // Random bytes are hardly ever a slug: half of the runs get bytes from a small alphabet.
        bytes memory alphabet = "az09-mA_";
        if (letters % 2 == 0) {
            for (uint256 i = 0; i < slug.length; ++i) slug[i] = alphabet[uint8(slug[i]) % alphabet.length];
        }
        bool valid = slug.length >= 1 && slug.length <= 64;
        for (uint256 i = 0; i < slug.length; ++i) {
            uint8 c = uint8(slug[i]);
            bool hyphen = c == 45;
            valid = valid && ((c >= 97 && c <= 122) || (c >= 48 && c <= 57) || hyphen);
            if (hyphen && (i == 0 || i == slug.length - 1)) valid = false;
        }
        IModelRegistry.Submission memory s = submission("v");
        s.slug = string(slug);
        if (!valid) {
            vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistry_InvalidSlug.selector, s.slug));
        }
        submit(s);
    }

    function test_submitVersion_revertsWithoutADigest() public {
        IModelRegistry.Submission memory s = submission("v");
        s.manifestHash = 0;
        vm.expectRevert(IModelRegistry.ModelRegistry_InvalidDigest.selector);
        submit(s);
        s = submission("v");
        s.artifactsRoot = 0;
        vm.expectRevert(IModelRegistry.ModelRegistry_InvalidDigest.selector);
        submit(s);
    }

    function testFuzz_submitVersion_revertsForAnotherCodec(uint64 codec) public {
        vm.assume(codec != 0x70 && codec != 0x55);
        IModelRegistry.Submission memory s = submission("v");
        s.artifactsCodec = codec;
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistry_InvalidCodec.selector, codec));
        submit(s);
    }

    function test_submitVersion_revertsForAnEmptyBundle() public {
        IModelRegistry.Submission memory s = submission("v");
        s.totalBytes = 0;
        vm.expectRevert(IModelRegistry.ModelRegistry_EmptyBundle.selector);
        submit(s);
    }

    function testFuzz_submitVersion_revertsForAWindowThatIsEmptyOrOver(uint48 notBefore, uint48 expiresAt) public {
        IModelRegistry.Submission memory s = submission("v");
        s.notBefore = notBefore;
        s.expiresAt = expiresAt;
        if (expiresAt != 0 && (expiresAt <= notBefore || expiresAt <= block.timestamp)) {
            vm.expectRevert(
                abi.encodeWithSelector(IModelRegistry.ModelRegistry_InvalidWindow.selector, notBefore, expiresAt)
            );
        }
        submit(s);
    }

    function test_submitVersion_revertsAtTheEdgesOfTheWindow() public {
        IModelRegistry.Submission memory s = submission("v");
        s.expiresAt = uint48(block.timestamp);
        _expectInvalidWindow(s);
        s.notBefore = uint48(block.timestamp + 1 days);
        s.expiresAt = s.notBefore;
        _expectInvalidWindow(s);
        s.expiresAt += 1;
        submit(s);
    }

    function test_submitVersion_revertsForTheSameManifestOfTheSameContributorAgain() public {
        VersionId id = submit(submission("v"));
        vm.prank(contributor);
        models.withdrawVersion(id);
        IModelRegistry.Submission memory s = submission("v");
        s.policyId = createPolicy(river, "another", openRules());
        s.artifactsRoot = "another";
        expectAlreadySubmitted(id);
        submit(s);
    }

    // its policy

    function test_submitVersion_revertsForAPolicyOfAnotherCommunityOrNone() public {
        PolicyId foreign = createPolicy(hill, "hill's", openRules());
        PolicyId[2] memory policies = [foreign, PolicyId.wrap("nothing")];
        for (uint256 i = 0; i < policies.length; ++i) {
            IModelRegistry.Submission memory s = submission("v");
            s.policyId = policies[i];
            expectForeignPolicy(policies[i], river);
            submit(s);
        }
    }

    /// @dev Not even where the version descends from what is offered under it.
    function test_submitVersion_revertsUnderTheParentsPolicyInAnotherCommunity() public {
        PolicyId policyId = createPolicy(river, "policy", openRules());
        VersionId parent = submitted("parent", policyId);
        grant(river, hill, Scopes.DERIVE);
        expectForeignPolicy(policyId, hill);
        submit(child(hill, "child", parent, policyId));
    }

    // its parent

    function test_submitVersion_revertsForAParentThatIsNotOnRecord() public {
        IModelRegistry.Submission memory s = child(river, "v", VersionId.wrap("nothing"), NO_POLICY);
        expectUnknownVersion(s.parent);
        submit(s);
    }

    function test_submitVersion_revertsWhereThePolicyDoesNotCarryTheParents() public {
        PolicyId policyId = createPolicy(river, "policy", openRules());
        PolicyId another = createPolicy(river, "another", openRules());
        VersionId parent = submitted("parent", policyId);
        expectNotCarried(parent, policyId, another);
        submit(child(river, "v", parent, another));
        expectNotCarried(parent, policyId, NO_POLICY);
        submit(child(river, "v", parent, NO_POLICY));
    }

    /// @dev What stands on the parent's policy carries it; what the parent's policy stands on does not.
    function test_submitVersion_revertsUnderAPolicyThatTheParentsStandsOn() public {
        PolicyId base = createPolicy(river, "base", openRules());
        PolicyId upper = createPolicyOn(river, "upper", base, openRules());
        VersionId parent = submitted("parent", upper);
        expectNotCarried(parent, upper, base);
        submit(child(river, "v", parent, base));
    }

    function test_submitVersion_takesAPolicyThatCarriesTheParents() public {
        PolicyId policyId = createPolicy(river, "policy", openRules());
        PolicyId onIt = createPolicyOn(river, "on it", policyId, openRules());
        PolicyId onThat = createPolicyOn(river, "on that", onIt, openRules());
        VersionId parent = submitted("parent", policyId);
        submit(child(river, "same", parent, policyId));
        submit(child(river, "on it", parent, onIt));
        submit(child(river, "on that", parent, onThat));
    }

    function test_submitVersion_takesAnyPolicyWhereTheParentHasNone() public {
        VersionId parent = submit(submission("parent"));
        submit(child(river, "none", parent, NO_POLICY));
        submit(child(river, "some", parent, createPolicy(river, "policy", openRules())));
    }

    function test_submitVersion_takesAParentOfAnotherCommunityWithItsGrantToDerive() public {
        PolicyId policyId = createPolicy(river, "policy", openRules());
        VersionId parent = submitted("parent", policyId);
        grant(river, hill, Scopes.DERIVE);
        PolicyId own = createPolicyOn(hill, "own", policyId, openRules());
        VersionId id = submit(child(hill, "child", parent, own));
        assertStatus(hill, id, IModelRegistry.Status.Submitted);
        assertSame(models.versionOf(id).parent, parent);
    }

    function test_submitVersion_revertsForAParentOfAnotherCommunityWithoutAGrantToDerive() public {
        VersionId parent = submit(submission("parent"));
        _expectNotSharedWithHill(parent);
        grant(river, hill, Scopes.ALL & ~Scopes.DERIVE);
        _expectNotSharedWithHill(parent);
        grant(hill, river, Scopes.ALL);
        _expectNotSharedWithHill(parent);
        grant(river, marsh, Scopes.ALL);
        _expectNotSharedWithHill(parent);
    }

    function test_submitVersion_revertsOnceTheGrantToDeriveIsOverOrTakenBack() public {
        VersionId parent = submit(submission("parent"));
        uint48 end = uint48(block.timestamp + 1 hours);
        grant(river, hill, IFederation.Grant(Scopes.DERIVE, end, false));
        vm.warp(end - 1);
        submit(child(hill, "in the last second", parent, NO_POLICY));
        vm.warp(end);
        _expectNotSharedWithHill(parent);

        grant(river, hill, Scopes.DERIVE);
        submit(child(hill, "given anew", parent, NO_POLICY));
        grant(river, hill, 0);
        _expectNotSharedWithHill(parent);
    }

    // withdrawVersion

    function test_withdrawVersion_isForGood() public {
        VersionId id = submit(submission("v"));
        vm.expectEmit(address(models));
        emit IModelRegistry.VersionWithdrawn(id, contributor);
        vm.prank(contributor);
        models.withdrawVersion(id);
        vm.assertTrue(models.versionOf(id).withdrawn, "withdrawn");
        vm.assertFalse(models.versionOf(id).knowledgeWithdrawn, "not its knowledge");
        assertStatus(river, id, IModelRegistry.Status.Withdrawn);
        assertStatus(hill, id, IModelRegistry.Status.Withdrawn);
    }

    function testFuzz_withdrawVersion_onlyTheContributor(address caller) public {
        vm.assume(caller != contributor);
        VersionId id = submit(submission("v"));
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistry_NotContributor.selector, id, caller));
        vm.prank(caller);
        models.withdrawVersion(id);
    }

    function _expectNotSharedWithHill(VersionId parent) private {
        expectNotShared(parent, hill);
        submit(child(hill, "v", parent, NO_POLICY));
    }

    function _expectInvalidWindow(IModelRegistry.Submission memory s) private {
        vm.expectRevert(
            abi.encodeWithSelector(IModelRegistry.ModelRegistry_InvalidWindow.selector, s.notBefore, s.expiresAt)
        );
        submit(s);
    }
}
