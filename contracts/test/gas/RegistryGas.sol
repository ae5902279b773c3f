// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ICommunityRegistry} from "../../src/interfaces/ICommunityRegistry.sol";
import {IModelRegistry} from "../../src/interfaces/IModelRegistry.sol";
import {ModelRegistry} from "../../src/registry/ModelRegistry.sol";
import {PolicyId, VersionId} from "../../src/types/Ids.sol";
import {CommunityFixture} from "../governance/CommunityFixture.sol";
import {RollDouble} from "../doubles/RollDouble.sol";
import {ModelsFixture} from "../registry/ModelsFixture.sol";

/// @dev What each call of the two registries costs, as a transaction of its own.
abstract contract RegistryGas is CommunityFixture {
    ModelRegistry private _models;

    function setUp() public virtual override {
        super.setUp();
        (_models, , ) = ModelsFixture.deploy(registry);
    }

    function test_gas_modelRegistry() public {
        VersionId first = _submit("first");
        vm.snapshotGasLastCall("ModelRegistry", "submitVersion, first of its model");
        VersionId second = _submit("second");
        vm.snapshotGasLastCall("ModelRegistry", "submitVersion, later");
        VersionId third = _submit("third");
        vm.prank(stranger);
        _models.withdrawVersion(third);
        vm.snapshotGasLastCall("ModelRegistry", "withdrawVersion");

        vm.prank(address(timelock));
        _models.approve(communityId, first, PolicyId.wrap(0), false);
        vm.snapshotGasLastCall("ModelRegistry", "approve");
        vm.prank(address(timelock));
        _models.approve(communityId, second, PolicyId.wrap(0), false);
        vm.prank(ben);
        _models.suspend(communityId, first, "look at it");
        vm.snapshotGasLastCall("ModelRegistry", "suspend by a steward");
        vm.prank(address(timelock));
        _models.restore(communityId, first);
        vm.snapshotGasLastCall("ModelRegistry", "restore");
        vm.prank(address(timelock));
        _models.revoke(communityId, first, "never again");
        vm.snapshotGasLastCall("ModelRegistry", "revoke");
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

    function _submit(bytes32 manifestHash) private returns (VersionId) {
        IModelRegistry.Submission memory submission = IModelRegistry.Submission({
            communityId: communityId,
            slug: "gentle-judge",
            manifestHash: manifestHash,
            artifactsRoot: manifestHash,
            artifactsCodec: 0x70,
            parent: VersionId.wrap(0),
            policyId: PolicyId.wrap(0),
            totalBytes: 1,
            notBefore: 0,
            expiresAt: 0
        });
        vm.prank(stranger);
        return _models.submitVersion(submission);
    }
}
