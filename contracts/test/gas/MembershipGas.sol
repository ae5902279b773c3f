// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Roles} from "../../src/types/Roles.sol";
import {CommunityFixture} from "../governance/CommunityFixture.sol";
import {PlainVotes} from "./PlainVotes.sol";

/// @dev What each call of the roll of members costs, as a transaction of its own, with OpenZeppelin's ERC721Votes beside
/// it in the same run.
abstract contract MembershipGas is CommunityFixture {
    string private constant OURS = "Membership";

    string private constant THEIRS = "OpenZeppelin ERC721Votes";

    bytes32 private constant DELEGATION_TYPEHASH = keccak256(
        "Delegation(address delegatee,uint256 nonce,uint256 expiry)"
    );

    function test_gas_membership() public {
        vm.prank(address(timelock));
        membership.admit(stranger, 0);
        vm.snapshotGasLastCall(OURS, "admit");
        vm.prank(address(timelock));
        membership.setRoles(stranger, Roles.STEWARD);
        vm.snapshotGasLastCall(OURS, "setRoles");
        vm.prank(stranger);
        membership.leave();
        vm.snapshotGasLastCall(OURS, "leave");
        vm.prank(address(timelock));
        membership.admit(stranger, 0);
        vm.snapshotGasLastCall(OURS, "admit a former member");
        vm.prank(address(timelock));
        membership.remove(stranger, "gone for good");
        vm.snapshotGasLastCall(OURS, "remove");
    }

    function test_gas_membershipVouching() public {
        vm.prank(ada);
        membership.vouch(stranger);
        vm.snapshotGasLastCall(OURS, "vouch, first of a candidate");
        vm.prank(ben);
        membership.vouch(stranger);
        vm.snapshotGasLastCall(OURS, "vouch, later");
        vm.prank(ben);
        membership.withdrawVouch(stranger);
        vm.snapshotGasLastCall(OURS, "withdrawVouch");
        vm.prank(ben);
        membership.vouch(stranger);
        vm.prank(stranger);
        membership.join();
        vm.snapshotGasLastCall(OURS, "join, vouched for by two");
    }

    function test_gas_membershipDelegation() public {
        vm.prank(ada);
        membership.delegate(ben);
        vm.snapshotGasLastCall(OURS, "delegate, first of both");
        vm.prank(cleo);
        membership.delegate(ben);
        vm.snapshotGasLastCall(OURS, "delegate, to a delegate");
        skip(1);
        vm.prank(ada);
        membership.delegate(address(0));
        vm.snapshotGasLastCall(OURS, "delegate, taken back");
        (address signer, uint256 key) = makeAddrAndKey("dan");
        (uint8 v, bytes32 r, bytes32 s) = _signDelegation(key, address(membership), ben);
        membership.delegateBySig(ben, 0, START + 365 days, v, r, s);
        vm.snapshotGasLastCall(OURS, "delegateBySig, to a delegate");
        vm.assertEq(membership.delegates(signer), ben);
    }

    function test_gas_membershipRecovery() public {
        address fresh = makeAddr("fresh");
        address[] memory guardians = new address[](3);
        (guardians[0], guardians[1], guardians[2]) = (address(0x1001), address(0x1002), address(0x1003));
        vm.prank(ada);
        membership.setGuardians(guardians, 2);
        vm.snapshotGasLastCall(OURS, "setGuardians, three");
        vm.prank(guardians[0]);
        membership.supportRecovery(1, fresh);
        vm.snapshotGasLastCall(OURS, "supportRecovery, first");
        vm.prank(guardians[1]);
        membership.supportRecovery(1, fresh);
        vm.snapshotGasLastCall(OURS, "supportRecovery, which starts the delay");
        uint256 recovering = vm.snapshotState();
        vm.prank(ada);
        membership.cancelRecovery(1);
        vm.snapshotGasLastCall(OURS, "cancelRecovery");
        vm.revertToState(recovering);
        skip(RECOVERY_DELAY);
        membership.finishRecovery(1, fresh);
        vm.snapshotGasLastCall(OURS, "finishRecovery");
        vm.assertTrue(membership.isMember(fresh));
    }

    /// @dev A member there can vote only once it has delegated, to itself that is; one of a community that has members.
    function test_gas_plainMembership() public {
        PlainVotes votes = new PlainVotes();
        votes.mint(ada, 1);
        votes.mint(ben, 2);
        vm.prank(ben);
        votes.delegate(ben);
        skip(1);
        votes.mint(stranger, 3);
        uint256 minted = vm.snapshotGasLastCall(THEIRS, "mint");
        vm.prank(stranger);
        votes.delegate(stranger);
        uint256 delegated = vm.snapshotGasLastCall(THEIRS, "delegate, first, to oneself");
        vm.snapshotValue(THEIRS, "mint and delegate", minted + delegated);
        skip(1);
        vm.prank(stranger);
        votes.delegate(ada);
        vm.snapshotGasLastCall(THEIRS, "delegate, first of both");
        skip(1);
        vm.prank(ben);
        votes.delegate(ada);
        vm.snapshotGasLastCall(THEIRS, "delegate, to a delegate");
        skip(1);
        vm.prank(stranger);
        votes.delegate(stranger);
        vm.snapshotGasLastCall(THEIRS, "delegate, taken back");
    }

    function _signDelegation(
        uint256 key,
        address verifying,
        address delegatee
    ) private view returns (uint8 v, bytes32 r, bytes32 s) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("CommunityMembership"),
                keccak256("1"),
                block.chainid,
                verifying
            )
        );
        bytes32 structHash = keccak256(abi.encode(DELEGATION_TYPEHASH, delegatee, 0, START + 365 days));
        return vm.sign(key, keccak256(abi.encodePacked(hex"1901", domain, structHash)));
    }
}
