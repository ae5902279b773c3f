// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";
import {TimelockControllerUpgradeable} from "@openzeppelin/contracts-upgradeable/governance/TimelockControllerUpgradeable.sol";
import {ICommunityTimelock} from "../../src/interfaces/ICommunityTimelock.sol";
import {ArtefactDouble, BasketDouble, TokenDouble} from "../doubles/TokenDoubles.sol";
import {CommunityFixture} from "./CommunityFixture.sol";

/// @dev What the members voted on, and what somebody would rather have run in its place.
contract Harmless {
    uint256 public calls;

    function act() external {
        ++calls;
    }
}

contract Harmful {
    uint256 public calls;

    function act() external {
        calls = 1_000;
    }
}

contract PinsTest is CommunityFixture {
    Harmless private _target;

    function setUp() public override {
        super.setUp();
        _target = new Harmless();
    }

    function test_pin_isTakenWhenTheProposalIsMade() public {
        (Proposal memory proposal, bytes32 operation) = _plan();
        bytes32 pin = keccak256(abi.encodePacked(address(_target).codehash));
        vm.assertEq(timelock.pinOf(operation), 0);
        vm.expectEmit(address(timelock));
        emit ICommunityTimelock.TargetsPinned(operation, pin);
        propose(ada, proposal);
        vm.assertEq(timelock.pinOf(operation), pin);
    }

    function test_pin_letsTheSameCodeRun() public {
        (Proposal memory proposal, ) = _plan();
        pass(proposal);
        execute(proposal);
        vm.assertEq(_target.calls(), 1);
    }

    function test_attack_tornadoCash_codeSwitchBeforeExecution() public {
        (Proposal memory proposal, bytes32 operation) = _plan();
        pass(proposal);
        _switch(operation);
        execute(proposal);
    }

    function test_attack_tornadoCash_codeSwitchBeforeQueueing() public {
        (Proposal memory proposal, bytes32 operation) = _plan();
        propose(ada, proposal);
        toVoting(proposal.id);
        vote(ada, proposal.id, FOR);
        vote(ben, proposal.id, FOR);
        toEnd(proposal.id);
        _switch(operation);
        queue(proposal);
    }

    function test_attack_tornadoCash_codeSwitchToNothing() public {
        (Proposal memory proposal, ) = _plan();
        pass(proposal);
        vm.etch(address(_target), "");
        vm.expectRevert(abi.encodeWithSelector(ICommunityTimelock.CommunityTimelock_NoCode.selector, address(_target)));
        execute(proposal);
    }

    function test_pin_refusesCalldataForWhereThereIsNoCode() public {
        Proposal memory proposal = plan1(stranger, hex"12345678", "Call somebody");
        vm.expectRevert(abi.encodeWithSelector(ICommunityTimelock.CommunityTimelock_NoCode.selector, stranger));
        propose(ada, proposal);
    }

    /// @dev A payment does what its value says, whoever receives it.
    function test_pin_leavesPaymentsAlone() public {
        vm.deal(address(timelock), 10 ether);
        Proposal memory proposal = plan1(stranger, "", "Pay");
        proposal.values[0] = 1 ether;
        proposal.id = idOf(proposal);
        pass(proposal);
        execute(proposal);
        vm.assertEq(stranger.balance, 1 ether);
    }

    function test_pin_holdsTheTargetsInTheirOrder() public {
        Proposal memory proposal;
        proposal.targets = new address[](3);
        proposal.values = new uint256[](3);
        proposal.calldatas = new bytes[](3);
        proposal.targets[0] = address(_target);
        proposal.targets[1] = stranger;
        proposal.targets[2] = address(membership);
        proposal.calldatas[0] = abi.encodeCall(_target.act, ());
        proposal.calldatas[2] = abi.encodeCall(membership.admit, (stranger, 0));
        proposal.description = "Three";
        proposal.id = idOf(proposal);
        propose(ada, proposal);
        vm.assertEq(
            timelock.pinOf(_operationOf(proposal)),
            keccak256(abi.encodePacked(address(_target).codehash, address(membership).codehash))
        );
    }

    function test_pinTargets_isForProposersAlone() public {
        (Proposal memory proposal, ) = _plan();
        bytes32 role = timelock.PROPOSER_ROLE();
        vm.prank(ada);
        vm.expectRevert(abi.encodeWithSelector(IAccessControl.AccessControlUnauthorizedAccount.selector, ada, role));
        timelock.pinTargets(proposal.targets, proposal.values, proposal.calldatas, 0, 0);
        role = timelock.EXECUTOR_ROLE();
        vm.prank(ada);
        vm.expectRevert(abi.encodeWithSelector(IAccessControl.AccessControlUnauthorizedAccount.selector, ada, role));
        timelock.announceSuperMajority();
    }

    function test_pinTargets_holdsWhatIsScheduledUnpinned() public {
        (Proposal memory proposal, ) = _plan();
        bytes32 operation = timelock.hashOperationBatch(proposal.targets, proposal.values, proposal.calldatas, 0, "s");
        vm.startPrank(address(governor));
        timelock.scheduleBatch(proposal.targets, proposal.values, proposal.calldatas, 0, "s", TIMELOCK_DELAY);
        vm.assertNotEq(timelock.pinOf(operation), 0);
        skip(TIMELOCK_DELAY);
        _switch(operation);
        timelock.executeBatch(proposal.targets, proposal.values, proposal.calldatas, 0, "s");
        vm.stopPrank();
    }

    // one way in

    function test_single_isRefused() public {
        vm.startPrank(address(governor));
        vm.expectRevert(ICommunityTimelock.CommunityTimelock_BatchOnly.selector);
        timelock.schedule(address(_target), 0, "", 0, 0, TIMELOCK_DELAY);
        vm.expectRevert(ICommunityTimelock.CommunityTimelock_BatchOnly.selector);
        timelock.execute(address(_target), 0, "", 0, 0);
        vm.stopPrank();
    }

    function test_executeBatch_revertsForWhatIsNotReady() public {
        (Proposal memory proposal, ) = _plan();
        vm.prank(address(governor));
        vm.expectPartialRevert(TimelockControllerUpgradeable.TimelockUnexpectedOperationState.selector);
        timelock.executeBatch(proposal.targets, proposal.values, proposal.calldatas, 0, "never scheduled");
    }

    function test_isOperatedBy_takesAllThreeRoles() public {
        vm.assertTrue(timelock.isOperatedBy(address(governor)));
        vm.assertFalse(timelock.isOperatedBy(address(council)), "a canceller alone");
        bytes32[3] memory roles = [timelock.PROPOSER_ROLE(), timelock.CANCELLER_ROLE(), timelock.EXECUTOR_ROLE()];
        for (uint256 left = 0; left < 3; ++left) {
            uint256 before = vm.snapshotState();
            _grantAllBut(roles, left);
            vm.assertFalse(timelock.isOperatedBy(stranger));
            vm.revertToState(before);
        }
        _grantAllBut(roles, 3);
        vm.assertTrue(timelock.isOperatedBy(stranger));
    }

    // what the treasury takes

    function test_treasury_receivesTokensOfEveryKind() public {
        TokenDouble token = new TokenDouble();
        token.mint(address(timelock), 5);
        vm.assertEq(token.balanceOf(address(timelock)), 5);
        ArtefactDouble artefact = new ArtefactDouble();
        artefact.mint(address(timelock), 1);
        vm.assertEq(artefact.ownerOf(1), address(timelock));
        BasketDouble basket = new BasketDouble();
        basket.mint(address(timelock), 1, 2);
        uint256[] memory ids = new uint256[](2);
        uint256[] memory amounts = new uint256[](2);
        (ids[0], ids[1], amounts[0], amounts[1]) = (1, 2, 3, 4);
        basket.mintBatch(address(timelock), ids, amounts);
        vm.assertEq(basket.balanceOf(address(timelock), 1), 5);
        vm.assertEq(basket.balanceOf(address(timelock), 2), 4);
        vm.assertTrue(timelock.supportsInterface(type(ICommunityTimelock).interfaceId));
        vm.assertTrue(timelock.supportsInterface(0x01ffc9a7), "ERC-165");
        vm.assertTrue(timelock.supportsInterface(0x4e2312e0), "ERC-1155 receiver");
        vm.assertFalse(timelock.supportsInterface(0xffffffff));
    }

    function _grantAllBut(bytes32[3] memory roles, uint256 left) private {
        address[] memory targets = new address[](3);
        Proposal memory proposal = Proposal(0, targets, new uint256[](3), new bytes[](3), "Roles");
        for (uint256 i = 0; i < 3; ++i) {
            targets[i] = address(timelock);
            bytes32 role = i == left ? roles[(i + 1) % 3] : roles[i];
            proposal.calldatas[i] = abi.encodeCall(timelock.grantRole, (role, stranger));
        }
        proposal.id = idOf(proposal);
        pass(proposal);
        execute(proposal);
    }

    /// @dev From now on the target has other code, and the next call is expected to say so.
    function _switch(bytes32 operation) private {
        bytes32 pinned = keccak256(abi.encodePacked(address(_target).codehash));
        vm.etch(address(_target), type(Harmful).runtimeCode);
        bytes32 found = keccak256(abi.encodePacked(address(_target).codehash));
        vm.expectRevert(
            abi.encodeWithSelector(ICommunityTimelock.CommunityTimelock_CodeChanged.selector, operation, pinned, found)
        );
    }

    function _plan() private view returns (Proposal memory proposal, bytes32 operation) {
        proposal = plan1(address(_target), abi.encodeCall(_target.act, ()), "Act");
        operation = _operationOf(proposal);
    }

    function _operationOf(Proposal memory proposal) private view returns (bytes32) {
        bytes32 salt = bytes20(address(governor)) ^ keccak256(bytes(proposal.description));
        return timelock.hashOperationBatch(proposal.targets, proposal.values, proposal.calldatas, 0, salt);
    }
}
