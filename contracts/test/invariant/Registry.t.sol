// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {CommunityRegistry} from "../../src/governance/CommunityRegistry.sol";
import {ICommunityRegistry} from "../../src/interfaces/ICommunityRegistry.sol";
import {IModelRegistry} from "../../src/interfaces/IModelRegistry.sol";
import {ModelRegistry} from "../../src/registry/ModelRegistry.sol";
import {CommunityId, PolicyId, VersionId} from "../../src/types/Ids.sol";
import {Roles} from "../../src/types/Roles.sol";
import {RollDouble} from "../doubles/RollDouble.sol";
import {TestBase} from "../TestBase.sol";
import {ModelsFixture} from "../registry/ModelsFixture.sol";

/// @notice Two communities with somebody in each role, a contributor and a stranger take every step on a handful of versions,
/// whether they may or not. Every attempt is caught; what must never succeed is written down.
/// @dev In the file of its test, because the runner knows only contracts of files that it runs.
contract RegistryHandler is TestBase {
    ModelRegistry public immutable models;

    CommunityId[2] public communities;

    VersionId[] public versions;

    mapping(VersionId versionId => uint256 index) public homeOf;

    /// @dev Once set, the status that a version has to keep in the community for good.
    mapping(uint256 community => mapping(VersionId versionId => IModelRegistry.Status)) public terminal;

    /// @dev The first step that succeeded and must not have; empty while all is well.
    string public breach;

    mapping(string step => uint256) public done;

    address[2] private _authorities;

    address[2] private _stewards;

    address[2] private _elders;

    address[2] private _treasurers;

    address private _contributor;

    address private _stranger;

    constructor() {
        CommunityRegistry registry = new CommunityRegistry();
        (models, , ) = ModelsFixture.deploy(registry);
        _contributor = makeAddr("contributor");
        _stranger = makeAddr("stranger");
        _authorities = [makeAddr("authority of 0"), makeAddr("authority of 1")];
        _stewards = [makeAddr("steward of 0"), makeAddr("steward of 1")];
        _elders = [makeAddr("elder of 0"), makeAddr("elder of 1")];
        _treasurers = [makeAddr("treasurer of 0"), makeAddr("treasurer of 1")];
        for (uint256 i = 0; i < 2; ++i) {
            bytes32 salt = bytes32(i);
            communities[i] = registry.communityIdFor(address(this), salt);
            RollDouble roll = new RollDouble();
            roll.setCommunityId(communities[i]);
            roll.setRoles(_stewards[i], Roles.STEWARD);
            roll.setRoles(_elders[i], Roles.ELDER);
            roll.setRoles(_treasurers[i], Roles.TREASURER);
            registry.register(
                salt,
                ICommunityRegistry.Parts(_authorities[i], address(roll), address(0), address(0)),
                "name",
                0,
                ""
            );
        }
    }

    function submit(uint256 community, uint256 manifest, uint256 window) external {
        community %= 2;
        if (versions.length == 6) return;
        IModelRegistry.Submission memory submission = IModelRegistry.Submission({
            communityId: communities[community],
            slug: "judge",
            manifestHash: bytes32((manifest % 8) + 1),
            artifactsRoot: "root",
            artifactsCodec: 0x70,
            parent: VersionId.wrap(0),
            policyId: PolicyId.wrap(0),
            totalBytes: 1,
            notBefore: window % 3 == 1 ? uint48(vm.getBlockTimestamp() + 1 hours) : 0,
            expiresAt: window % 3 == 2 ? uint48(vm.getBlockTimestamp() + 1 hours) : 0
        });
        vm.prank(_contributor);
        try models.submitVersion(submission) returns (VersionId id) {
            homeOf[id] = community;
            versions.push(id);
            ++done["submit"];
        } catch {}
    }

    function withdraw(uint256 seed, uint256 actor) external {
        if (versions.length == 0) return;
        VersionId id = _pick(seed);
        address caller = _actor(actor, _contributor);
        vm.prank(caller);
        try models.withdrawVersion(id) {
            if (caller != _contributor) breach = "someone else withdrew";
            if (_decided(0, id) || _decided(1, id)) breach = "a decided version was withdrawn";
            terminal[0][id] = terminal[1][id] = IModelRegistry.Status.Withdrawn;
            ++done["withdraw"];
        } catch {}
    }

    function approve(uint256 seed, uint256 community, uint256 actor, uint256 policy) external {
        if (versions.length == 0) return;
        VersionId id = _pick(seed);
        community = _community(community, id);
        address caller = _actor(actor, _authorities[community]);
        PolicyId policyId = PolicyId.wrap(bytes32(policy % 4 == 0 ? uint256(1) : 0));
        vm.prank(caller);
        try models.approve(communities[community], id, policyId, false) {
            if (caller != _authorities[community]) breach = "someone else approved";
            if (homeOf[id] != community) breach = "what was not shared was approved";
            if (PolicyId.unwrap(policyId) != 0) breach = "approved under another policy";
            ++done["approve"];
        } catch {}
    }

    function suspend(uint256 seed, uint256 community, uint256 actor) external {
        if (versions.length == 0) return;
        VersionId id = _pick(seed);
        community = _community(community, id);
        address caller = _actor(actor, _authorities[community]);
        vm.prank(caller);
        try models.suspend(communities[community], id, "reason") {
            if (caller != _authorities[community] && caller != _stewards[community] && caller != _elders[community])
                breach = "someone else suspended";
            ++done["suspend"];
        } catch {}
    }

    function restore(uint256 seed, uint256 community, uint256 actor) external {
        if (versions.length == 0) return;
        VersionId id = _pick(seed);
        community = _community(community, id);
        address caller = _actor(actor, _authorities[community]);
        vm.prank(caller);
        try models.restore(communities[community], id) {
            if (caller != _authorities[community]) breach = "someone else restored";
            ++done["restore"];
        } catch {}
    }

    function revoke(uint256 seed, uint256 community, uint256 actor) external {
        if (versions.length == 0) return;
        VersionId id = _pick(seed);
        community = _community(community, id);
        address caller = _actor(actor, _authorities[community]);
        vm.prank(caller);
        try models.revoke(communities[community], id, "reason") {
            if (caller != _authorities[community]) breach = "someone else revoked";
            terminal[community][id] = IModelRegistry.Status.Revoked;
            ++done["revoke"];
        } catch {}
    }

    /// @dev Every other time to an edge of a version's window, or a second beside it.
    function letTimePass(uint256 elapsed, uint256 seed) external {
        if (seed % 2 != 0 || versions.length == 0) return skip(bound(elapsed, 1, 30 minutes));
        IModelRegistry.Version memory version = models.versionOf(_pick(seed >> 1));
        uint256 edge = version.notBefore + version.expiresAt + (elapsed % 3);
        if (edge > vm.getBlockTimestamp() + 1) vm.warp(edge - 1);
    }

    function versionCount() external view returns (uint256) {
        return versions.length;
    }

    function _pick(uint256 seed) private view returns (VersionId) {
        return versions[seed % versions.length];
    }

    /// @dev The version's home three times out of four.
    function _community(uint256 seed, VersionId id) private view returns (uint256) {
        return seed % 4 == 0 ? 1 - homeOf[id] : homeOf[id];
    }

    /// @dev Whoever may take the step, every other time; else anyone.
    function _actor(uint256 seed, address rightful) private view returns (address) {
        address[10] memory actors = [
            _authorities[0],
            _authorities[1],
            _contributor,
            _stewards[0],
            _stewards[1],
            _elders[0],
            _elders[1],
            _treasurers[0],
            _treasurers[1],
            _stranger
        ];
        return seed % 2 == 0 ? rightful : actors[(seed / 2) % actors.length];
    }

    function _decided(uint256 community, VersionId id) private view returns (bool) {
        return models.decisionOf(communities[community], id).status != IModelRegistry.Status.Unknown;
    }
}

/// @dev The numbers are those of README.md beside this file.
contract RegistryInvariants is TestBase {
    RegistryHandler private _handler;

    ModelRegistry private _models;

    function setUp() public {
        vm.warp(1_800_000_000);
        _handler = new RegistryHandler();
        _models = _handler.models();
        bytes4[] memory steps = new bytes4[](7);
        steps[0] = RegistryHandler.submit.selector;
        steps[1] = RegistryHandler.withdraw.selector;
        steps[2] = RegistryHandler.approve.selector;
        steps[3] = RegistryHandler.suspend.selector;
        steps[4] = RegistryHandler.restore.selector;
        steps[5] = RegistryHandler.revoke.selector;
        steps[6] = RegistryHandler.letTimePass.selector;
        targetContract(address(_handler));
        targetSelector(FuzzSelector(address(_handler), steps));
    }

    function invariant_R1_theListHoldsExactlyTheApprovedVersionsEachOnce() public view {
        for (uint256 c = 0; c < 2; ++c) {
            CommunityId community = _handler.communities(c);
            uint256 approved = 0;
            for (uint256 i = 0; i < _handler.versionCount(); ++i) {
                if (_status(c, _handler.versions(i)) == IModelRegistry.Status.Approved) ++approved;
            }
            VersionId[] memory listed = _models.approvedVersions(community, 0, type(uint256).max);
            vm.assertEq(listed.length, approved, "as many as are approved");
            vm.assertEq(_models.approvedCount(community), approved, "count");
            for (uint256 i = 0; i < listed.length; ++i) {
                vm.assertEq(uint256(_status(c, listed[i])), uint256(IModelRegistry.Status.Approved), "listed");
                for (uint256 j = i + 1; j < listed.length; ++j) {
                    vm.assertNotEq(VersionId.unwrap(listed[i]), VersionId.unwrap(listed[j]));
                }
            }
        }
    }

    function invariant_R2_revokedAndWithdrawnAreForGood() public view {
        for (uint256 c = 0; c < 2; ++c) {
            for (uint256 i = 0; i < _handler.versionCount(); ++i) {
                VersionId id = _handler.versions(i);
                IModelRegistry.Status terminal = _handler.terminal(c, id);
                if (terminal == IModelRegistry.Status.Unknown) continue;
                vm.assertEq(uint256(_status(c, id)), uint256(terminal), "terminal");
            }
        }
    }

    function invariant_R3_nobodyDidWhatOnlyAnotherMay() public view {
        vm.assertEq(_handler.breach(), "");
    }

    function invariant_R4_aCommunityDecidesOnlyAboutItsOwnVersions() public view {
        for (uint256 i = 0; i < _handler.versionCount(); ++i) {
            VersionId id = _handler.versions(i);
            CommunityId other = _handler.communities(1 - _handler.homeOf(id));
            vm.assertEq(
                uint256(_models.decisionOf(other, id).status),
                uint256(IModelRegistry.Status.Unknown),
                "undecided elsewhere"
            );
        }
    }

    function invariant_R5_whatMayRunIsApprovedAndInsideItsWindow() public view {
        for (uint256 c = 0; c < 2; ++c) {
            for (uint256 i = 0; i < _handler.versionCount(); ++i) {
                VersionId id = _handler.versions(i);
                IModelRegistry.Version memory version = _models.versionOf(id);
                uint256 time = vm.getBlockTimestamp();
                bool open = time >= version.notBefore && (version.expiresAt == 0 || time < version.expiresAt);
                bool approved = _status(c, id) == IModelRegistry.Status.Approved;
                vm.assertEq(_models.isRunnable(_handler.communities(c), id), approved && open, "runnable");
            }
        }
    }

    function test_theHandlerTakesEveryStep() public {
        for (uint256 i = 0; i < 300; ++i) {
            uint256 seed = uint256(keccak256(abi.encode(i)));
            _handler.submit(seed, seed >> 8, seed >> 16);
            _handler.approve(seed >> 24, seed >> 32, seed >> 40, seed >> 48);
            _handler.suspend(seed >> 56, seed >> 64, seed >> 72);
            _handler.restore(seed >> 80, seed >> 88, seed >> 96);
            if (i % 30 == 0) _handler.revoke(seed >> 104, seed >> 112, seed >> 120);
            if (i % 10 == 0) _handler.withdraw(seed >> 128, seed >> 136);
        }
        string[6] memory steps = ["submit", "withdraw", "approve", "suspend", "restore", "revoke"];
        for (uint256 i = 0; i < steps.length; ++i) vm.assertGt(_handler.done(steps[i]), 0, steps[i]);
    }

    function _status(uint256 community, VersionId id) private view returns (IModelRegistry.Status) {
        return _models.statusOf(_handler.communities(community), id);
    }
}
