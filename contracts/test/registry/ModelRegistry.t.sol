// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ICommunityRegistry} from "../../src/interfaces/ICommunityRegistry.sol";
import {ICulturalProtocols} from "../../src/interfaces/ICulturalProtocols.sol";
import {IFederation} from "../../src/interfaces/IFederation.sol";
import {IModelRegistry} from "../../src/interfaces/IModelRegistry.sol";
import {CommunityBound} from "../../src/registry/CommunityBound.sol";
import {ModelRegistry} from "../../src/registry/ModelRegistry.sol";
import {CommunityId, ModelId, VersionId} from "../../src/types/Ids.sol";
import {Roles} from "../../src/types/Roles.sol";
import {VersionsFixture} from "./VersionsFixture.sol";

contract ModelRegistryTest is VersionsFixture {
    function test_constructor_revertsWhereAPartHoldsNoCode() public {
        _expectInvalidRegistry();
        new ModelRegistry(ICommunityRegistry(stranger), protocols, federation);
        _expectInvalidRegistry();
        new ModelRegistry(communities, ICulturalProtocols(stranger), federation);
        _expectInvalidRegistry();
        new ModelRegistry(communities, protocols, IFederation(stranger));
    }

    function test_constructor_keepsTheParts() public view {
        vm.assertEq(address(models.communityRegistry()), address(communities));
        vm.assertEq(address(models.protocols()), address(protocols));
        vm.assertEq(address(models.federation()), address(federation));
    }

    // suspend, restore, revoke

    function test_suspend_anyGuardianStopsItAtOnce() public {
        address[3] memory guardians = [steward, elder, authorityOf[river]];
        for (uint256 i = 0; i < guardians.length; ++i) {
            VersionId id = approved(bytes32(i + 1));
            skip(1 minutes);
            vm.expectEmit(address(models));
            emit IModelRegistry.VersionSuspended(river, id, guardians[i], "it told a sacred story");
            vm.prank(guardians[i]);
            models.suspend(river, id, "it told a sacred story");

            assertStatus(river, id, IModelRegistry.Status.Suspended);
            vm.assertEq(models.approvedCount(river), 0, "off the list");
            IModelRegistry.Decision memory decision = models.decisionOf(river, id);
            vm.assertEq(uint256(decision.changedAt), vm.getBlockTimestamp(), "changedAt");
            vm.assertEq(uint256(decision.approvedAt), vm.getBlockTimestamp() - 1 minutes, "approvedAt stays");
        }
    }

    function test_suspend_revertsForEveryoneElse() public {
        VersionId id = approved("v");
        address treasurer = makeAddr("treasurer");
        rollOf[river].setRoles(treasurer, Roles.TREASURER);
        address hillSteward = makeAddr("hillSteward");
        rollOf[hill].setRoles(hillSteward, Roles.STEWARD);
        address[5] memory others = [stranger, contributor, treasurer, hillSteward, authorityOf[hill]];
        for (uint256 i = 0; i < others.length; ++i) {
            expectNotGuardian(river, others[i]);
            vm.prank(others[i]);
            models.suspend(river, id, "");
        }
    }

    function test_suspend_revertsForACommunityThatDoesNotExist() public {
        CommunityId nobody = CommunityId.wrap("nobody");
        expectNotGuardian(nobody, steward);
        vm.prank(steward);
        models.suspend(nobody, VersionId.wrap("v"), "");
    }

    function test_suspend_endsWithTheRole() public {
        VersionId id = approved("v");
        rollOf[river].setRoles(steward, 0);
        expectNotGuardian(river, steward);
        vm.prank(steward);
        models.suspend(river, id, "");
    }

    function test_restore_listsItAgainAndKeepsTheTimeOfTheApproval() public {
        VersionId id = approved("v");
        skip(1 hours);
        vm.prank(steward);
        models.suspend(river, id, "look at it");
        skip(1 hours);
        vm.expectEmit(address(models));
        emit IModelRegistry.VersionRestored(river, id);
        vm.prank(authorityOf[river]);
        models.restore(river, id);

        IModelRegistry.Decision memory decision = models.decisionOf(river, id);
        vm.assertEq(uint256(decision.status), uint256(IModelRegistry.Status.Approved), "status");
        vm.assertEq(uint256(decision.approvedAt), 1_800_000_000, "approvedAt");
        vm.assertEq(uint256(decision.changedAt), 1_800_007_200, "changedAt");
        vm.assertEq(models.approvedCount(river), 1, "listed");
        assertStatus(river, id, IModelRegistry.Status.Approved);
    }

    function test_revoke_isForGoodFromApprovedAndFromSuspended() public {
        VersionId first = approved("first");
        VersionId second = approved("second");
        vm.prank(steward);
        models.suspend(river, second, "");
        VersionId[2] memory ids = [first, second];
        for (uint256 i = 0; i < ids.length; ++i) {
            vm.expectEmit(address(models));
            emit IModelRegistry.VersionRevoked(river, ids[i], authorityOf[river], "never again");
            vm.prank(authorityOf[river]);
            models.revoke(river, ids[i], "never again");
            assertStatus(river, ids[i], IModelRegistry.Status.Revoked);
        }
        vm.assertEq(models.approvedCount(river), 0, "off the list");
    }

    function testFuzz_onlyTheAuthorityDecides(address caller) public {
        vm.assume(caller != authorityOf[river]);
        VersionId id = approved("v");
        vm.startPrank(caller);
        expectNotAuthority(river, caller);
        models.approve(river, id, NO_POLICY, false);
        expectNotAuthority(river, caller);
        models.restore(river, id);
        expectNotAuthority(river, caller);
        models.revoke(river, id, "");
        vm.stopPrank();
    }

    /// @dev A community that does not exist has nobody to speak for it, not even the account zero.
    function test_nobodyDecidesForACommunityThatDoesNotExist() public {
        CommunityId nobody = CommunityId.wrap("nobody");
        VersionId id = approved("v");
        expectNotAuthority(nobody, stranger);
        vm.prank(stranger);
        models.approve(nobody, id, NO_POLICY, false);
    }

    function test_aGuardianCanNeitherRestoreNorRevoke() public {
        VersionId id = approved("v");
        vm.startPrank(steward);
        models.suspend(river, id, "");
        expectNotAuthority(river, steward);
        models.restore(river, id);
        expectNotAuthority(river, steward);
        models.revoke(river, id, "");
        vm.stopPrank();
    }

    function test_aNewAuthorityDecidesAndTheFormerOneNoLonger() public {
        VersionId id = approved("v");
        vm.prank(authorityOf[river]);
        communities.offerAuthority(river, stranger);
        vm.prank(stranger);
        communities.acceptAuthority(river);
        expectNotAuthority(river, authorityOf[river]);
        vm.prank(authorityOf[river]);
        models.revoke(river, id, "");
        vm.prank(stranger);
        models.revoke(river, id, "");
        assertStatus(river, id, IModelRegistry.Status.Revoked);
    }

    // isRunnable

    function test_isRunnable_onlyInsideTheWindow() public {
        IModelRegistry.Submission memory s = submission("v");
        s.notBefore = 1_800_000_100;
        s.expiresAt = 1_800_000_200;
        VersionId id = submit(s);
        approve(river, id, NO_POLICY);

        vm.warp(1_800_000_099);
        vm.assertFalse(models.isRunnable(river, id), "a second before");
        vm.warp(1_800_000_100);
        vm.assertTrue(models.isRunnable(river, id), "from the first second");
        vm.warp(1_800_000_199);
        vm.assertTrue(models.isRunnable(river, id), "to the last");
        vm.warp(1_800_000_200);
        vm.assertFalse(models.isRunnable(river, id), "no longer");
        vm.assertEq(uint256(models.statusOf(river, id)), uint256(IModelRegistry.Status.Approved), "stays approved");
    }

    function test_isRunnable_isFalseForWhatIsNotOnRecord() public view {
        vm.assertFalse(models.isRunnable(river, VersionId.wrap("nothing")));
    }

    // reading

    function test_versionOf_revertsForAVersionThatIsNotOnRecord() public {
        expectUnknownVersion(VersionId.wrap("nothing"));
        models.versionOf(VersionId.wrap("nothing"));
    }

    function test_decisionOf_isEmptyUntilTheCommunityDecided() public {
        VersionId id = submit(submission("v"));
        IModelRegistry.Decision memory none;
        vm.assertEq(keccak256(abi.encode(models.decisionOf(river, id))), keccak256(abi.encode(none)));
    }

    function testFuzz_ids_followTheirFormulas(
        bytes32 community,
        string memory slug,
        bytes32 manifestHash,
        address by
    ) public view {
        ModelId modelId = models.modelIdFor(CommunityId.wrap(community), slug);
        vm.assertEq(ModelId.unwrap(modelId), keccak256(abi.encode(community, slug)), "model");
        vm.assertEq(
            VersionId.unwrap(models.versionIdFor(modelId, manifestHash, by)),
            keccak256(abi.encode(modelId, manifestHash, by)),
            "version"
        );
    }

    function testFuzz_approvedVersions_pagesGiveEveryVersionOnce(uint256 count, uint256 size, uint256 mask) public {
        count = bound(count, 0, 12);
        size = bound(size, 1, 15);
        uint256 standing = 0;
        for (uint256 i = 0; i < count; ++i) {
            VersionId id = approved(bytes32(i + 1));
            if (mask & (1 << i) == 0) {
                ++standing;
            } else {
                vm.prank(steward);
                models.suspend(river, id, "");
            }
        }
        vm.assertEq(models.approvedCount(river), standing, "count");

        VersionId[] memory all = models.approvedVersions(river, 0, type(uint256).max);
        vm.assertEq(all.length, standing, "all");
        uint256 seen = 0;
        for (uint256 offset = 0; offset < standing; offset += size) {
            VersionId[] memory page = models.approvedVersions(river, offset, size);
            vm.assertEq(page.length, standing - offset < size ? standing - offset : size, "page");
            for (uint256 i = 0; i < page.length; ++i) {
                assertSame(page[i], all[seen++]);
                assertStatus(river, page[i], IModelRegistry.Status.Approved);
            }
        }
        vm.assertEq(seen, standing, "seen");
        vm.assertEq(models.approvedVersions(river, standing, size).length, 0, "at the end");
        vm.assertEq(models.approvedVersions(river, type(uint256).max, type(uint256).max).length, 0, "past it");
        vm.assertEq(models.approvedVersions(river, 0, 0).length, 0, "nothing asked for");
    }

    function _expectInvalidRegistry() private {
        vm.expectRevert(abi.encodeWithSelector(CommunityBound.CommunityBound_InvalidRegistry.selector, stranger));
    }
}
