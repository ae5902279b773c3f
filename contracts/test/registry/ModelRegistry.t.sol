// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {CommunityRegistry} from "../../src/governance/CommunityRegistry.sol";
import {ICommunityRegistry} from "../../src/interfaces/ICommunityRegistry.sol";
import {IModelRegistry} from "../../src/interfaces/IModelRegistry.sol";
import {CommunityBound} from "../../src/registry/CommunityBound.sol";
import {ModelRegistry} from "../../src/registry/ModelRegistry.sol";
import {CommunityId, ModelId, PolicyId, VersionId} from "../../src/types/Ids.sol";
import {Roles} from "../../src/types/Roles.sol";
import {RollDouble} from "../doubles/RollDouble.sol";
import {TestBase} from "../TestBase.sol";
import {ModelsFixture} from "./ModelsFixture.sol";

/// @dev A roll that tries to decide in its community's name while it is asked who is a guardian.
contract MeddlingRoll {
    CommunityId public communityId;

    IModelRegistry private _models;

    VersionId private _target;

    function prepare(CommunityId id, IModelRegistry models, VersionId target) external {
        communityId = id;
        _models = models;
        _target = target;
    }

    function hasAnyRole(address, uint8) external returns (bool) {
        _models.revoke(communityId, _target, "from inside");
        return true;
    }
}

contract ModelRegistryTest is TestBase {
    /// @dev The steps of the walk. `Expired` is not among the states: time changes what may run, not where it stands.
    enum Step {
        Submit,
        Withdraw,
        Approve,
        Suspend,
        Restore,
        Revoke
    }

    uint256 private constant STEPS = 6;

    CommunityRegistry private _communities;

    ModelRegistry private _models;

    CommunityId private _river;

    CommunityId private _hill;

    RollDouble private _riverRoll;

    RollDouble private _hillRoll;

    address private _authority;

    address private _hillAuthority;

    address private _contributor;

    address private _steward;

    address private _elder;

    address private _stranger;

    function setUp() public {
        vm.warp(1_800_000_000);
        _communities = new CommunityRegistry();
        (_models, , ) = ModelsFixture.deploy(_communities);
        _authority = makeAddr("authority");
        _hillAuthority = makeAddr("hillAuthority");
        _contributor = makeAddr("contributor");
        _steward = makeAddr("steward");
        _elder = makeAddr("elder");
        _stranger = makeAddr("stranger");
        (_river, _riverRoll) = _found("river", _authority);
        (_hill, _hillRoll) = _found("hill", _hillAuthority);
        _riverRoll.setRoles(_steward, Roles.STEWARD);
        _riverRoll.setRoles(_elder, Roles.ELDER | Roles.TREASURER);
    }

    function test_constructor_revertsForARegistryWithoutCode() public {
        vm.expectRevert(abi.encodeWithSelector(CommunityBound.CommunityBound_InvalidRegistry.selector, _stranger));
        new ModelRegistry(ICommunityRegistry(_stranger), _models.protocols(), _models.federation());
    }

    function test_communityRegistry_isTheOneGiven() public view {
        vm.assertEq(address(_models.communityRegistry()), address(_communities));
    }

    // submitVersion

    function test_submitVersion_recordsEveryField() public {
        VersionId parent = _submit(_submission("parent"));
        IModelRegistry.Submission memory s = _submission("child");
        s.parent = parent;
        s.policyId = PolicyId.wrap("policy");
        s.artifactsCodec = 0x55;
        s.notBefore = 1_800_000_001;
        s.expiresAt = 1_800_000_002;
        ModelId modelId = _models.modelIdFor(_river, s.slug);
        VersionId expected = _models.versionIdFor(modelId, s.manifestHash, _contributor);

        vm.expectEmit(address(_models));
        emit IModelRegistry.VersionSubmitted(
            expected,
            modelId,
            _river,
            _contributor,
            s.manifestHash,
            s.artifactsRoot,
            s.artifactsCodec,
            parent,
            s.policyId,
            s.totalBytes,
            s.notBefore,
            s.expiresAt
        );
        VersionId id = _submit(s);

        _assertSame(id, expected);
        IModelRegistry.Version memory version = _models.versionOf(id);
        IModelRegistry.Version memory wanted = IModelRegistry.Version({
            communityId: _river,
            modelId: modelId,
            manifestHash: s.manifestHash,
            artifactsRoot: s.artifactsRoot,
            parent: parent,
            policyId: s.policyId,
            contributor: _contributor,
            submittedAt: 1_800_000_000,
            artifactsCodec: 0x55,
            totalBytes: s.totalBytes,
            notBefore: s.notBefore,
            expiresAt: s.expiresAt,
            withdrawn: false,
            knowledgeWithdrawn: false
        });
        vm.assertEq(keccak256(abi.encode(version)), keccak256(abi.encode(wanted)), "record");
        _assertStatus(_river, id, IModelRegistry.Status.Submitted);
        vm.assertEq(_models.approvedCount(_river), 0, "approves nothing");
        vm.assertFalse(_models.isRunnable(_river, id), "runs nothing");
    }

    function test_submitVersion_createsTheModelOnce() public {
        IModelRegistry.Submission memory s = _submission("first");
        ModelId modelId = _models.modelIdFor(_river, s.slug);
        vm.assertEq(_models.slugOf(modelId), "", "no slug yet");
        vm.expectEmit(address(_models));
        emit IModelRegistry.ModelCreated(modelId, _river, s.slug);
        _submit(s);
        vm.assertEq(_models.slugOf(modelId), s.slug, "slug");

        vm.recordLogs();
        _submit(_submission("second"));
        vm.assertEq(vm.getRecordedLogs().length, 1, "the second version says nothing of the model");
    }

    function test_submitVersion_keepsTheSameManifestApartInAnotherModelOrCommunity() public {
        IModelRegistry.Submission memory s = _submission("same");
        VersionId first = _submit(s);
        s.slug = "another";
        VersionId second = _submit(s);
        s.slug = "judge";
        s.communityId = _hill;
        VersionId third = _submit(s);
        vm.assertNotEq(VersionId.unwrap(first), VersionId.unwrap(second));
        vm.assertNotEq(VersionId.unwrap(first), VersionId.unwrap(third));
    }

    function test_submitVersion_revertsForAnUnknownCommunity() public {
        IModelRegistry.Submission memory s = _submission("v");
        s.communityId = CommunityId.wrap("nobody");
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistry_UnknownCommunity.selector, s.communityId));
        _submit(s);
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
            IModelRegistry.Submission memory s = _submission("v");
            s.slug = slugs[i];
            vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistry_InvalidSlug.selector, slugs[i]));
            _submit(s);
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
            IModelRegistry.Submission memory s = _submission("v");
            s.slug = slugs[i];
            _submit(s);
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
        IModelRegistry.Submission memory s = _submission("v");
        s.slug = string(slug);
        if (!valid) {
            vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistry_InvalidSlug.selector, s.slug));
        }
        _submit(s);
    }

    function test_submitVersion_revertsWithoutADigest() public {
        IModelRegistry.Submission memory s = _submission("v");
        s.manifestHash = 0;
        vm.expectRevert(IModelRegistry.ModelRegistry_InvalidDigest.selector);
        _submit(s);
        s = _submission("v");
        s.artifactsRoot = 0;
        vm.expectRevert(IModelRegistry.ModelRegistry_InvalidDigest.selector);
        _submit(s);
    }

    function testFuzz_submitVersion_revertsForAnotherCodec(uint64 codec) public {
        vm.assume(codec != 0x70 && codec != 0x55);
        IModelRegistry.Submission memory s = _submission("v");
        s.artifactsCodec = codec;
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistry_InvalidCodec.selector, codec));
        _submit(s);
    }

    function test_submitVersion_revertsForAnEmptyBundle() public {
        IModelRegistry.Submission memory s = _submission("v");
        s.totalBytes = 0;
        vm.expectRevert(IModelRegistry.ModelRegistry_EmptyBundle.selector);
        _submit(s);
    }

    function testFuzz_submitVersion_revertsForAWindowThatIsEmptyOrOver(uint48 notBefore, uint48 expiresAt) public {
        IModelRegistry.Submission memory s = _submission("v");
        s.notBefore = notBefore;
        s.expiresAt = expiresAt;
        if (expiresAt != 0 && (expiresAt <= notBefore || expiresAt <= block.timestamp)) {
            vm.expectRevert(
                abi.encodeWithSelector(IModelRegistry.ModelRegistry_InvalidWindow.selector, notBefore, expiresAt)
            );
        }
        _submit(s);
    }

    function test_submitVersion_revertsAtTheEdgesOfTheWindow() public {
        IModelRegistry.Submission memory s = _submission("v");
        s.expiresAt = uint48(block.timestamp);
        _expectInvalidWindow(s);
        s.notBefore = uint48(block.timestamp + 1 days);
        s.expiresAt = s.notBefore;
        _expectInvalidWindow(s);
        s.expiresAt += 1;
        _submit(s);
    }

    function test_submitVersion_revertsForAParentThatIsNotOnRecord() public {
        IModelRegistry.Submission memory s = _submission("v");
        s.parent = VersionId.wrap("nothing");
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistry_UnknownVersion.selector, s.parent));
        _submit(s);
    }

    function test_submitVersion_revertsForAParentOfAnotherCommunity() public {
        IModelRegistry.Submission memory s = _submission("v");
        VersionId parent = _submit(s);
        s.communityId = _hill;
        s.parent = parent;
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistry_NotShared.selector, parent, _hill));
        _submit(s);
    }

    function test_submitVersion_revertsForTheSameManifestAgain() public {
        VersionId id = _submit(_submission("v"));
        vm.prank(_contributor);
        _models.withdrawVersion(id);
        _expectAlreadySubmitted(id);
        _submit(_submission("v"));
        IModelRegistry.Submission memory s = _submission("v");
        _expectAlreadySubmitted(id);
        vm.prank(_stranger);
        _models.submitVersion(s);
    }

    /// @dev The front-runner wins the record, and nothing by it: the vote names the policy, workers check the bytes.
    function test_attack_frontRunSubmissionCannotBeApprovedUnderThePolicyThatWasVotedOn() public {
        IModelRegistry.Submission memory s = _submission("v");
        s.policyId = PolicyId.wrap("elders only");
        IModelRegistry.Submission memory stolen = _submission("v");
        vm.prank(_stranger);
        VersionId id = _models.submitVersion(stolen);
        _expectAlreadySubmitted(id);
        _submit(s);

        vm.expectRevert(
            abi.encodeWithSelector(
                IModelRegistry.ModelRegistry_PolicyMismatch.selector,
                id,
                stolen.policyId,
                s.policyId
            )
        );
        vm.prank(_authority);
        _models.approve(_river, id, s.policyId, false);
    }

    // withdrawVersion

    function test_withdrawVersion_isForGood() public {
        VersionId id = _submit(_submission("v"));
        vm.expectEmit(address(_models));
        emit IModelRegistry.VersionWithdrawn(id, _contributor);
        vm.prank(_contributor);
        _models.withdrawVersion(id);
        vm.assertTrue(_models.versionOf(id).withdrawn, "withdrawn");
        _assertStatus(_river, id, IModelRegistry.Status.Withdrawn);
        _assertStatus(_hill, id, IModelRegistry.Status.Withdrawn);
    }

    function testFuzz_withdrawVersion_onlyTheContributor(address caller) public {
        vm.assume(caller != _contributor);
        VersionId id = _submit(_submission("v"));
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistry_NotContributor.selector, id, caller));
        vm.prank(caller);
        _models.withdrawVersion(id);
    }

    // approve

    function test_approve_recordsTheDecisionAndListsTheVersion() public {
        IModelRegistry.Submission memory s = _submission("v");
        s.policyId = PolicyId.wrap("policy");
        VersionId id = _submit(s);
        skip(1 hours);
        vm.expectEmit(address(_models));
        emit IModelRegistry.VersionApproved(_river, id, s.policyId);
        vm.prank(_authority);
        _models.approve(_river, id, s.policyId, false);

        IModelRegistry.Decision memory decision = _models.decisionOf(_river, id);
        vm.assertEq(uint256(decision.status), uint256(IModelRegistry.Status.Approved), "status");
        vm.assertEq(uint256(decision.approvedAt), 1_800_003_600, "approvedAt");
        vm.assertEq(uint256(decision.changedAt), 1_800_003_600, "changedAt");
        vm.assertEq(PolicyId.unwrap(decision.policyId), "policy", "policyId");
        vm.assertEq(_models.approvedCount(_river), 1, "count");
        _assertSame(_models.approvedVersions(_river, 0, 10)[0], id);
        vm.assertTrue(_models.isRunnable(_river, id), "runnable");
        vm.assertFalse(_models.isRunnable(_hill, id), "not elsewhere");
        _assertStatus(_hill, id, IModelRegistry.Status.Submitted);
    }

    function test_approve_revertsForAVersionOfAnotherCommunity() public {
        VersionId id = _submit(_submission("v"));
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistry_NotShared.selector, id, _hill));
        vm.prank(_hillAuthority);
        _models.approve(_hill, id, PolicyId.wrap(0), false);
    }

    function test_approve_revertsForAVersionThatIsNotOnRecord() public {
        VersionId id = VersionId.wrap("nothing");
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistry_UnknownVersion.selector, id));
        vm.prank(_authority);
        _models.approve(_river, id, PolicyId.wrap(0), false);
    }

    function testFuzz_approve_onlyUnderTheVersionsPolicy(bytes32 offered, bytes32 voted) public {
        vm.assume(offered != voted);
        IModelRegistry.Submission memory s = _submission("v");
        s.policyId = PolicyId.wrap(offered);
        VersionId id = _submit(s);
        vm.expectRevert(
            abi.encodeWithSelector(IModelRegistry.ModelRegistry_PolicyMismatch.selector, id, offered, voted)
        );
        vm.prank(_authority);
        _models.approve(_river, id, PolicyId.wrap(voted), false);
    }

    // suspend, restore, revoke

    function test_suspend_anyGuardianStopsItAtOnce() public {
        address[3] memory guardians = [_steward, _elder, _authority];
        for (uint256 i = 0; i < guardians.length; ++i) {
            VersionId id = _approved(bytes32(i + 1));
            skip(1 minutes);
            vm.expectEmit(address(_models));
            emit IModelRegistry.VersionSuspended(_river, id, guardians[i], "it told a sacred story");
            vm.prank(guardians[i]);
            _models.suspend(_river, id, "it told a sacred story");

            _assertStatus(_river, id, IModelRegistry.Status.Suspended);
            vm.assertEq(_models.approvedCount(_river), 0, "off the list");
            vm.assertFalse(_models.isRunnable(_river, id), "stopped");
            IModelRegistry.Decision memory decision = _models.decisionOf(_river, id);
            vm.assertEq(uint256(decision.changedAt), vm.getBlockTimestamp(), "changedAt");
            vm.assertEq(uint256(decision.approvedAt), vm.getBlockTimestamp() - 1 minutes, "approvedAt stays");
        }
    }

    function test_suspend_revertsForEveryoneElse() public {
        VersionId id = _approved("v");
        address treasurer = makeAddr("treasurer");
        _riverRoll.setRoles(treasurer, Roles.TREASURER);
        address hillSteward = makeAddr("hillSteward");
        _hillRoll.setRoles(hillSteward, Roles.STEWARD);
        address[5] memory others = [_stranger, _contributor, treasurer, hillSteward, _hillAuthority];
        for (uint256 i = 0; i < others.length; ++i) {
            _expectNotGuardian(_river, others[i]);
            vm.prank(others[i]);
            _models.suspend(_river, id, "");
        }
    }

    function test_suspend_revertsForACommunityThatDoesNotExist() public {
        CommunityId nobody = CommunityId.wrap("nobody");
        _expectNotGuardian(nobody, _steward);
        vm.prank(_steward);
        _models.suspend(nobody, VersionId.wrap("v"), "");
    }

    function test_suspend_endsWithTheRole() public {
        VersionId id = _approved("v");
        _riverRoll.setRoles(_steward, 0);
        _expectNotGuardian(_river, _steward);
        vm.prank(_steward);
        _models.suspend(_river, id, "");
    }

    function test_restore_listsItAgainAndKeepsTheTimeOfTheApproval() public {
        VersionId id = _approved("v");
        skip(1 hours);
        vm.prank(_steward);
        _models.suspend(_river, id, "look at it");
        skip(1 hours);
        vm.expectEmit(address(_models));
        emit IModelRegistry.VersionRestored(_river, id);
        vm.prank(_authority);
        _models.restore(_river, id);

        IModelRegistry.Decision memory decision = _models.decisionOf(_river, id);
        vm.assertEq(uint256(decision.status), uint256(IModelRegistry.Status.Approved), "status");
        vm.assertEq(uint256(decision.approvedAt), 1_800_000_000, "approvedAt");
        vm.assertEq(uint256(decision.changedAt), 1_800_007_200, "changedAt");
        vm.assertEq(_models.approvedCount(_river), 1, "listed");
        vm.assertTrue(_models.isRunnable(_river, id), "runnable");
    }

    function test_revoke_isForGoodFromApprovedAndFromSuspended() public {
        VersionId first = _approved("first");
        VersionId second = _approved("second");
        vm.prank(_steward);
        _models.suspend(_river, second, "");
        VersionId[2] memory ids = [first, second];
        for (uint256 i = 0; i < ids.length; ++i) {
            vm.expectEmit(address(_models));
            emit IModelRegistry.VersionRevoked(_river, ids[i], _authority, "never again");
            vm.prank(_authority);
            _models.revoke(_river, ids[i], "never again");
            _assertStatus(_river, ids[i], IModelRegistry.Status.Revoked);
            vm.assertFalse(_models.isRunnable(_river, ids[i]), "stopped");
        }
        vm.assertEq(_models.approvedCount(_river), 0, "off the list");
    }

    function testFuzz_onlyTheAuthorityDecides(address caller) public {
        vm.assume(caller != _authority);
        VersionId id = _approved("v");
        vm.startPrank(caller);
        _expectNotAuthority(caller);
        _models.approve(_river, id, PolicyId.wrap(0), false);
        _expectNotAuthority(caller);
        _models.restore(_river, id);
        _expectNotAuthority(caller);
        _models.revoke(_river, id, "");
        vm.stopPrank();
    }

    function test_aGuardianCanNeitherRestoreNorRevoke() public {
        VersionId id = _approved("v");
        vm.startPrank(_steward);
        _models.suspend(_river, id, "");
        _expectNotAuthority(_steward);
        _models.restore(_river, id);
        _expectNotAuthority(_steward);
        _models.revoke(_river, id, "");
        vm.stopPrank();
    }

    function test_aNewAuthorityDecidesAndTheFormerOneNoLonger() public {
        VersionId id = _approved("v");
        vm.prank(_authority);
        _communities.offerAuthority(_river, _stranger);
        vm.prank(_stranger);
        _communities.acceptAuthority(_river);
        _expectNotAuthority(_authority);
        vm.prank(_authority);
        _models.revoke(_river, id, "");
        vm.prank(_stranger);
        _models.revoke(_river, id, "");
        _assertStatus(_river, id, IModelRegistry.Status.Revoked);
    }

    function test_attack_aRollCannotDecideWhileItIsAsked() public {
        MeddlingRoll roll = new MeddlingRoll();
        CommunityId id = _communities.communityIdFor(address(this), "meddling");
        roll.prepare(id, _models, VersionId.wrap(0));
        // The roll is its community's own authority, so that nothing but the read-only call stands in its way.
        _communities.register(
            "meddling",
            ICommunityRegistry.Parts(address(roll), address(roll), address(0), address(0)),
            "Meddling",
            0,
            ""
        );
        IModelRegistry.Submission memory s = _submission("v");
        s.communityId = id;
        VersionId version = _submit(s);
        vm.prank(address(roll));
        _models.approve(id, version, PolicyId.wrap(0), false);
        roll.prepare(id, _models, version);

        vm.expectRevert();
        vm.prank(_stranger);
        _models.suspend(id, version, "");
        _assertStatus(id, version, IModelRegistry.Status.Approved);
    }

    // isRunnable

    function test_isRunnable_onlyInsideTheWindow() public {
        IModelRegistry.Submission memory s = _submission("v");
        s.notBefore = 1_800_000_100;
        s.expiresAt = 1_800_000_200;
        VersionId id = _submit(s);
        vm.prank(_authority);
        _models.approve(_river, id, PolicyId.wrap(0), false);

        vm.warp(1_800_000_099);
        vm.assertFalse(_models.isRunnable(_river, id), "a second before");
        vm.warp(1_800_000_100);
        vm.assertTrue(_models.isRunnable(_river, id), "from the first second");
        vm.warp(1_800_000_199);
        vm.assertTrue(_models.isRunnable(_river, id), "to the last");
        vm.warp(1_800_000_200);
        vm.assertFalse(_models.isRunnable(_river, id), "no longer");
        _assertStatus(_river, id, IModelRegistry.Status.Approved);
    }

    function test_isRunnable_isFalseForWhatIsNotOnRecord() public view {
        vm.assertFalse(_models.isRunnable(_river, VersionId.wrap("nothing")));
    }

    // reading

    function test_versionOf_revertsForAVersionThatIsNotOnRecord() public {
        vm.expectRevert(
            abi.encodeWithSelector(IModelRegistry.ModelRegistry_UnknownVersion.selector, bytes32("nothing"))
        );
        _models.versionOf(VersionId.wrap("nothing"));
    }

    function test_decisionOf_isEmptyUntilTheCommunityDecided() public {
        VersionId id = _submit(_submission("v"));
        IModelRegistry.Decision memory none;
        vm.assertEq(keccak256(abi.encode(_models.decisionOf(_river, id))), keccak256(abi.encode(none)));
    }

    function testFuzz_ids_followTheirFormulas(
        bytes32 community,
        string memory slug,
        bytes32 manifestHash,
        address contributor
    ) public view {
        ModelId modelId = _models.modelIdFor(CommunityId.wrap(community), slug);
        vm.assertEq(ModelId.unwrap(modelId), keccak256(abi.encode(community, slug)), "model");
        vm.assertEq(
            VersionId.unwrap(_models.versionIdFor(modelId, manifestHash, contributor)),
            keccak256(abi.encode(modelId, manifestHash, contributor)),
            "version"
        );
    }

    function testFuzz_approvedVersions_pagesGiveEveryVersionOnce(uint256 count, uint256 size, uint256 mask) public {
        count = bound(count, 0, 12);
        size = bound(size, 1, 15);
        uint256 standing = 0;
        for (uint256 i = 0; i < count; ++i) {
            VersionId id = _approved(bytes32(i + 1));
            if (mask & (1 << i) == 0) {
                ++standing;
            } else {
                vm.prank(_steward);
                _models.suspend(_river, id, "");
            }
        }
        vm.assertEq(_models.approvedCount(_river), standing, "count");

        VersionId[] memory all = _models.approvedVersions(_river, 0, type(uint256).max);
        vm.assertEq(all.length, standing, "all");
        uint256 seen = 0;
        for (uint256 offset = 0; offset < standing; offset += size) {
            VersionId[] memory page = _models.approvedVersions(_river, offset, size);
            vm.assertEq(page.length, standing - offset < size ? standing - offset : size, "page");
            for (uint256 i = 0; i < page.length; ++i) {
                _assertSame(page[i], all[seen++]);
                _assertStatus(_river, page[i], IModelRegistry.Status.Approved);
            }
        }
        vm.assertEq(seen, standing, "seen");
        vm.assertEq(_models.approvedVersions(_river, standing, size).length, 0, "at the end");
        vm.assertEq(_models.approvedVersions(_river, type(uint256).max, type(uint256).max).length, 0, "past it");
        vm.assertEq(_models.approvedVersions(_river, 0, 0).length, 0, "nothing asked for");
    }

    // every state against every step

    function test_everyStateAgainstEveryStep() public {
        IModelRegistry.Status[6] memory states = [
            IModelRegistry.Status.Unknown,
            IModelRegistry.Status.Submitted,
            IModelRegistry.Status.Withdrawn,
            IModelRegistry.Status.Approved,
            IModelRegistry.Status.Suspended,
            IModelRegistry.Status.Revoked
        ];
        uint256 allowed = 0;
        for (uint256 i = 0; i < states.length; ++i) {
            for (uint256 j = 0; j < STEPS; ++j) {
                uint256 snapshot = vm.snapshotState();
                if (_walk(states[i], Step(j))) ++allowed;
                vm.assertTrue(vm.revertToState(snapshot));
            }
        }
        vm.assertEq(allowed, 7, "as many arrows as are drawn");
    }

    /// @dev Brings a version to `from`, takes `step`, and expects the arrow drawn above the contract or a revert.
    function _walk(IModelRegistry.Status from, Step step) private returns (bool arrow) {
        VersionId id = _bringTo(from);
        IModelRegistry.Status to;
        (arrow, to) = _arrow(from, step);
        if (!arrow) {
            if (from == IModelRegistry.Status.Unknown && (step == Step.Withdraw || step == Step.Approve)) {
                vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistry_UnknownVersion.selector, id));
            } else if (step == Step.Submit) {
                _expectAlreadySubmitted(id);
            } else {
                vm.expectRevert(
                    abi.encodeWithSelector(IModelRegistry.ModelRegistry_WrongStatus.selector, _river, id, from)
                );
            }
        }
        _take(step, id);
        _assertStatus(_river, id, arrow ? to : from);
        vm.assertEq(
            _models.approvedCount(_river),
            (arrow ? to : from) == IModelRegistry.Status.Approved ? 1 : 0,
            "listed exactly while approved"
        );
    }

    function _arrow(
        IModelRegistry.Status from,
        Step step
    ) private pure returns (bool exists, IModelRegistry.Status to) {
        if (from == IModelRegistry.Status.Unknown && step == Step.Submit) {
            return (true, IModelRegistry.Status.Submitted);
        }
        if (from == IModelRegistry.Status.Submitted) {
            if (step == Step.Withdraw) return (true, IModelRegistry.Status.Withdrawn);
            if (step == Step.Approve) return (true, IModelRegistry.Status.Approved);
        }
        if (from == IModelRegistry.Status.Approved) {
            if (step == Step.Suspend) return (true, IModelRegistry.Status.Suspended);
            if (step == Step.Revoke) return (true, IModelRegistry.Status.Revoked);
        }
        if (from == IModelRegistry.Status.Suspended) {
            if (step == Step.Restore) return (true, IModelRegistry.Status.Approved);
            if (step == Step.Revoke) return (true, IModelRegistry.Status.Revoked);
        }
        return (false, from);
    }

    function _bringTo(IModelRegistry.Status status) private returns (VersionId id) {
        IModelRegistry.Submission memory s = _submission("walk");
        id = _models.versionIdFor(_models.modelIdFor(_river, s.slug), s.manifestHash, _contributor);
        if (status == IModelRegistry.Status.Unknown) return id;
        _take(Step.Submit, id);
        if (status == IModelRegistry.Status.Submitted) return id;
        if (status == IModelRegistry.Status.Withdrawn) {
            _take(Step.Withdraw, id);
            return id;
        }
        _take(Step.Approve, id);
        if (status == IModelRegistry.Status.Approved) return id;
        _take(status == IModelRegistry.Status.Suspended ? Step.Suspend : Step.Revoke, id);
    }

    /// @dev Each step by someone who may take it, so that only the state can stand in the way.
    function _take(Step step, VersionId id) private {
        IModelRegistry.Submission memory s = _submission("walk");
        vm.prank(step == Step.Submit || step == Step.Withdraw ? _contributor : _authority);
        if (step == Step.Submit) _models.submitVersion(s);
        else if (step == Step.Withdraw) _models.withdrawVersion(id);
        else if (step == Step.Approve) _models.approve(_river, id, PolicyId.wrap(0), false);
        else if (step == Step.Suspend) _models.suspend(_river, id, "reason");
        else if (step == Step.Restore) _models.restore(_river, id);
        else _models.revoke(_river, id, "reason");
    }

    function _found(bytes32 salt, address authority) private returns (CommunityId id, RollDouble roll) {
        id = _communities.communityIdFor(address(this), salt);
        roll = new RollDouble();
        roll.setCommunityId(id);
        _communities.register(
            salt,
            ICommunityRegistry.Parts(authority, address(roll), address(0), address(0)),
            "name",
            0,
            ""
        );
    }

    function _submission(bytes32 manifestHash) private view returns (IModelRegistry.Submission memory) {
        return
            IModelRegistry.Submission({
                communityId: _river,
                slug: "judge",
                manifestHash: manifestHash,
                artifactsRoot: keccak256(abi.encode(manifestHash)),
                artifactsCodec: 0x70,
                parent: VersionId.wrap(0),
                policyId: PolicyId.wrap(0),
                totalBytes: 1,
                notBefore: 0,
                expiresAt: 0
            });
    }

    function _submit(IModelRegistry.Submission memory submission) private returns (VersionId) {
        vm.prank(_contributor);
        return _models.submitVersion(submission);
    }

    function _approved(bytes32 manifestHash) private returns (VersionId id) {
        id = _submit(_submission(manifestHash));
        vm.prank(_authority);
        _models.approve(_river, id, PolicyId.wrap(0), false);
    }

    function _assertStatus(CommunityId community, VersionId id, IModelRegistry.Status status) private view {
        vm.assertEq(uint256(_models.statusOf(community, id)), uint256(status), "status");
    }

    function _assertSame(VersionId left, VersionId right) private pure {
        vm.assertEq(VersionId.unwrap(left), VersionId.unwrap(right), "version id");
    }

    function _expectAlreadySubmitted(VersionId id) private {
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistry_AlreadySubmitted.selector, id));
    }

    function _expectInvalidWindow(IModelRegistry.Submission memory s) private {
        vm.expectRevert(
            abi.encodeWithSelector(IModelRegistry.ModelRegistry_InvalidWindow.selector, s.notBefore, s.expiresAt)
        );
        _submit(s);
    }

    function _expectNotAuthority(address caller) private {
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistry_NotAuthority.selector, _river, caller));
    }

    function _expectNotGuardian(CommunityId community, address caller) private {
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistry_NotGuardian.selector, community, caller));
    }
}
