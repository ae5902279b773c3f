// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";
import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {Initializable} from "@openzeppelin/contracts/proxy/utils/Initializable.sol";
import {IERC1155Receiver} from "@openzeppelin/contracts/interfaces/IERC1155Receiver.sol";
import {IERC721Receiver} from "@openzeppelin/contracts/interfaces/IERC721Receiver.sol";
import {TimelockControllerUpgradeable} from "@openzeppelin/contracts-upgradeable/governance/TimelockControllerUpgradeable.sol";
import {CommunityTimelock} from "../../src/governance/CommunityTimelock.sol";
import {ICommunityTimelock} from "../../src/interfaces/ICommunityTimelock.sol";
import {CommunityFixture} from "./CommunityFixture.sol";

contract CommunityTimelockTest is CommunityFixture {
    // initialize

    function test_initialize_revertsASecondTime() public {
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        timelock.initialize(1 days, stranger, stranger, treasuryCap());
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        timelock.initialize(1 days, new address[](0), new address[](0), stranger);
    }

    function test_initialize_revertsOnTheImplementation() public {
        (, , address implementation, ) = factory.implementations();
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        CommunityTimelock(payable(implementation)).initialize(1 days, stranger, stranger, treasuryCap());
    }

    function test_initialize_keepsOpenZeppelinsWayInShutOnAFreshClone() public {
        (, , address implementation, ) = factory.implementations();
        address clone = Clones.cloneWithImmutableArgs(implementation, abi.encode(1 hours));
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        CommunityTimelock(payable(clone)).initialize(0, new address[](0), new address[](0), stranger);
        CommunityTimelock(payable(clone)).initialize(1 hours, stranger, stranger, treasuryCap());
    }

    // updateDelay

    function test_updateDelay_revertsForAnyoneElse() public {
        vm.prank(ada);
        vm.expectRevert(abi.encodeWithSelector(TimelockControllerUpgradeable.TimelockUnauthorizedCaller.selector, ada));
        timelock.updateDelay(2 days);
    }

    function testFuzz_updateDelay_staysWithinItsBounds(uint256 delay) public {
        delay = bound(delay, 0, 60 days);
        vm.prank(address(timelock));
        if (delay < 1 hours || delay > 30 days) {
            vm.expectRevert(
                abi.encodeWithSelector(
                    ICommunityTimelock.CommunityTimelock_DelayOutOfBounds.selector,
                    delay,
                    1 hours,
                    30 days
                )
            );
            timelock.updateDelay(delay);
        } else {
            timelock.updateDelay(delay);
            vm.assertEq(timelock.getMinDelay(), delay);
        }
    }

    function test_updateDelay_takesFloorAndCeiling() public {
        vm.startPrank(address(timelock));
        timelock.updateDelay(1 hours);
        timelock.updateDelay(30 days);
        vm.expectPartialRevert(ICommunityTimelock.CommunityTimelock_DelayOutOfBounds.selector);
        timelock.updateDelay(1 hours - 1);
        vm.expectPartialRevert(ICommunityTimelock.CommunityTimelock_DelayOutOfBounds.selector);
        timelock.updateDelay(30 days + 1);
        vm.stopPrank();
    }

    function test_updateDelay_holdsForWhatIsQueuedFromNowOn() public {
        decide(address(timelock), abi.encodeCall(timelock.updateDelay, (2 days)), "More time to leave");
        Proposal memory next = anything("After that");
        propose(ada, next);
        toVoting(next.id);
        vote(ada, next.id, FOR);
        vote(ben, next.id, FOR);
        toEnd(next.id);
        queue(next);
        vm.assertEq(governor.proposalEta(next.id), vm.getBlockTimestamp() + 2 days);
    }

    // roles

    function test_roles_areGivenAndTakenByTheTimelockAlone() public {
        bytes32 admin = timelock.DEFAULT_ADMIN_ROLE();
        bytes32 proposer = timelock.PROPOSER_ROLE();
        address[3] memory callers = [stranger, ada, address(governor)];
        for (uint256 i = 0; i < callers.length; ++i) {
            bytes memory refusal = abi.encodeWithSelector(
                IAccessControl.AccessControlUnauthorizedAccount.selector,
                callers[i],
                admin
            );
            vm.startPrank(callers[i]);
            vm.expectRevert(refusal);
            timelock.grantRole(proposer, callers[i]);
            vm.expectRevert(refusal);
            timelock.revokeRole(proposer, address(governor));
            vm.stopPrank();
        }
    }

    function test_grantRole_revertsForAForeignAdmin() public {
        Proposal memory proposal = plan1(
            address(timelock),
            abi.encodeCall(timelock.grantRole, (timelock.DEFAULT_ADMIN_ROLE(), ada)),
            "A key for Ada"
        );
        pass(proposal);
        vm.expectRevert(abi.encodeWithSelector(ICommunityTimelock.CommunityTimelock_ForeignAdmin.selector, ada));
        execute(proposal);
    }

    function test_roles_areGivenAndTakenByASuperMajority() public {
        Proposal memory give = plan1(
            address(timelock),
            abi.encodeCall(timelock.grantRole, (timelock.CANCELLER_ROLE(), stranger)),
            "Let a stranger stop us"
        );
        passNarrowly(give);
        vm.expectRevert(ICommunityTimelock.CommunityTimelock_SuperMajorityNeeded.selector);
        execute(give);
        Proposal memory take = plan1(
            address(timelock),
            abi.encodeCall(timelock.revokeRole, (timelock.CANCELLER_ROLE(), address(council))),
            "The elders stop nothing any more"
        );
        passNarrowly(take);
        vm.expectRevert(ICommunityTimelock.CommunityTimelock_SuperMajorityNeeded.selector);
        execute(take);

        skip(governor.gracePeriod() + 1);
        give.description = "Let a stranger stop us, and now in earnest";
        give.id = idOf(give);
        pass(give);
        execute(give);
        vm.assertTrue(timelock.hasRole(timelock.CANCELLER_ROLE(), stranger));
        take.description = "The elders stop nothing any more, and now in earnest";
        take.id = idOf(take);
        pass(take);
        execute(take);
        vm.assertFalse(timelock.hasRole(timelock.CANCELLER_ROLE(), address(council)));
    }

    function test_revokeRole_revertsForTheLastHolderOfAnyRole() public {
        bytes32[2] memory roles = [timelock.PROPOSER_ROLE(), timelock.EXECUTOR_ROLE()];
        for (uint256 i = 0; i < roles.length; ++i) {
            Proposal memory proposal = plan1(
                address(timelock),
                abi.encodeCall(timelock.revokeRole, (roles[i], address(governor))),
                "Never again"
            );
            pass(proposal);
            vm.expectRevert(abi.encodeWithSelector(ICommunityTimelock.CommunityTimelock_LastHolder.selector, roles[i]));
            execute(proposal);
        }
        bytes32 admin = timelock.DEFAULT_ADMIN_ROLE();
        vm.prank(address(timelock));
        vm.expectRevert(abi.encodeWithSelector(ICommunityTimelock.CommunityTimelock_LastHolder.selector, admin));
        timelock.renounceRole(admin, address(timelock));
        // Of two who may cancel, one can go and the other cannot.
        bytes32 canceller = timelock.CANCELLER_ROLE();
        vm.prank(address(council));
        timelock.renounceRole(canceller, address(council));
        vm.prank(address(governor));
        vm.expectRevert(abi.encodeWithSelector(ICommunityTimelock.CommunityTimelock_LastHolder.selector, canceller));
        timelock.renounceRole(canceller, address(governor));
    }

    function test_revokeRole_letsTheFormerHolderGoOnceThereIsAnother() public {
        bytes32 proposer = timelock.PROPOSER_ROLE();
        Proposal memory proposal;
        proposal.targets = new address[](4);
        proposal.values = new uint256[](4);
        proposal.calldatas = new bytes[](4);
        for (uint256 i = 0; i < 4; ++i) proposal.targets[i] = address(timelock);
        // Twice, which gives it once; and taken from somebody who never had it.
        proposal.calldatas[0] = abi.encodeCall(timelock.grantRole, (proposer, stranger));
        proposal.calldatas[1] = proposal.calldatas[0];
        proposal.calldatas[2] = abi.encodeCall(timelock.revokeRole, (proposer, ada));
        proposal.calldatas[3] = abi.encodeCall(timelock.revokeRole, (proposer, address(governor)));
        proposal.description = "Another hand";
        proposal.id = idOf(proposal);
        pass(proposal);
        execute(proposal);
        vm.assertFalse(timelock.hasRole(proposer, address(governor)));
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(ICommunityTimelock.CommunityTimelock_LastHolder.selector, proposer));
        timelock.renounceRole(proposer, stranger);
    }

    // treasury

    function test_treasury_receivesNativeCurrencyAndTokens() public {
        vm.deal(stranger, 1 ether);
        vm.prank(stranger);
        (bool sent, ) = address(timelock).call{value: 1 ether}("");
        vm.assertTrue(sent);
        vm.assertEq(address(timelock).balance, 1 ether);
        vm.assertTrue(
            timelock.onERC721Received(stranger, stranger, 1, "") == IERC721Receiver.onERC721Received.selector
        );
        vm.assertTrue(
            timelock.onERC1155Received(stranger, stranger, 1, 1, "") == IERC1155Receiver.onERC1155Received.selector
        );
        vm.assertTrue(timelock.supportsInterface(type(IERC1155Receiver).interfaceId));
    }

    function test_treasury_spendsWhatWasVoted() public {
        vm.deal(address(timelock), 3 ether);
        Proposal memory proposal = plan1(stranger, "", "Pay for the roof");
        proposal.values[0] = 1 ether;
        proposal.id = idOf(proposal);
        pass(proposal);
        execute(proposal);
        vm.assertEq(stranger.balance, 1 ether);
        vm.assertEq(address(timelock).balance, 2 ether);
    }

    // executeBatch

    function test_executeBatch_isForTheGovernorAlone() public {
        Proposal memory proposal = anything("Behind the Governor's back");
        pass(proposal);
        bytes32 salt = bytes20(address(governor)) ^ keccak256(bytes(proposal.description));
        bytes32 executor = timelock.EXECUTOR_ROLE();
        vm.prank(ada);
        vm.expectRevert(
            abi.encodeWithSelector(IAccessControl.AccessControlUnauthorizedAccount.selector, ada, executor)
        );
        timelock.executeBatch(proposal.targets, proposal.values, proposal.calldatas, 0, salt);
        execute(proposal);
    }
}
