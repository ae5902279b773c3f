// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {CommunityFactory} from "../../src/governance/CommunityFactory.sol";
import {CommunityGovernor} from "../../src/governance/CommunityGovernor.sol";
import {CommunityRegistry} from "../../src/governance/CommunityRegistry.sol";
import {CommunityTimelock} from "../../src/governance/CommunityTimelock.sol";
import {ICommunityFactory} from "../../src/interfaces/ICommunityFactory.sol";
import {ICommunityGovernor} from "../../src/interfaces/ICommunityGovernor.sol";
import {ICommunityRegistry} from "../../src/interfaces/ICommunityRegistry.sol";
import {ICommunityTimelock} from "../../src/interfaces/ICommunityTimelock.sol";
import {IMembership} from "../../src/interfaces/IMembership.sol";
import {CommunityId} from "../../src/types/Ids.sol";
import {Vm} from "../Vm.sol";
import {CommunityFixture} from "./CommunityFixture.sol";

contract CommunityFactoryTest is CommunityFixture {
    // constructor

    function test_constructor_showsWhatItWasGiven() public view {
        vm.assertEq(address(factory.registry()), address(registry));
        ICommunityFactory.Floors memory floors = factory.floors();
        vm.assertEq(floors.votingDelay, 10 minutes);
        vm.assertEq(floors.votingPeriod, 1 days);
        vm.assertEq(floors.timelockDelay, 1 hours);
        vm.assertEq(floors.quorumBps, 1_000);
        (address roll, address governs, address waits, address elders) = factory.implementations();
        vm.assertGt(roll.code.length, 0);
        vm.assertGt(governs.code.length, 0);
        vm.assertGt(waits.code.length, 0);
    }

    function test_constructor_revertsForAnImplementationWithoutCode() public {
        (address roll, address governs, address waits, address elders) = factory.implementations();
        bytes memory refusal = abi.encodeWithSelector(
            ICommunityFactory.CommunityFactory_InvalidImplementation.selector,
            stranger
        );
        vm.expectRevert(refusal);
        new CommunityFactory(registry, stranger, governs, waits, elders, leastValues());
        vm.expectRevert(refusal);
        new CommunityFactory(registry, roll, stranger, waits, elders, leastValues());
        vm.expectRevert(refusal);
        new CommunityFactory(registry, roll, governs, stranger, elders, leastValues());
    }

    function test_constructor_revertsForARollOfAnotherRegistry() public {
        (address roll, address governs, address waits, address elders) = factory.implementations();
        CommunityRegistry other = new CommunityRegistry();
        vm.expectRevert(
            abi.encodeWithSelector(ICommunityFactory.CommunityFactory_InvalidImplementation.selector, roll)
        );
        new CommunityFactory(other, roll, governs, waits, elders, leastValues());
    }

    function test_constructor_revertsForAVotingPeriodOfNothing() public {
        (address roll, address governs, address waits, address elders) = factory.implementations();
        ICommunityFactory.Floors memory floors = leastValues();
        floors.votingPeriod = 0;
        vm.expectRevert(ICommunityFactory.CommunityFactory_InvalidFloors.selector);
        new CommunityFactory(registry, roll, governs, waits, elders, floors);
    }

    // found

    function test_found_revertsForANameThatIsEmptyOrTooLong() public {
        ICommunityFactory.Founding memory plan = founding();
        plan.name = "";
        vm.expectRevert(abi.encodeWithSelector(ICommunityFactory.CommunityFactory_InvalidName.selector, 0));
        factory.found(plan);
        plan.name = "sixty-five bytes, which is one more than a community may be named";
        vm.expectRevert(abi.encodeWithSelector(ICommunityFactory.CommunityFactory_InvalidName.selector, 65));
        factory.found(plan);
        plan.name = "sixty-four bytes, which is just what a community may be named...";
        factory.found(plan);
    }

    function test_found_revertsWhenNobodyFounds() public {
        ICommunityFactory.Founding memory plan = founding();
        plan.founders = new IMembership.Founder[](0);
        vm.expectRevert(ICommunityFactory.CommunityFactory_NoFounders.selector);
        factory.found(plan);
    }

    function test_found_revertsForSettingsOutOfBounds() public {
        ICommunityFactory.Founding memory plan = founding();
        plan.governor.votingDelay = 10 minutes - 1;
        _refuses(plan, ICommunityGovernor.Setting.VotingDelay, 10 minutes - 1, 10 minutes, 30 days);
        plan.governor.votingDelay = 30 days + 1;
        _refuses(plan, ICommunityGovernor.Setting.VotingDelay, 30 days + 1, 10 minutes, 30 days);

        plan = founding();
        plan.governor.votingPeriod = 1 days - 1;
        _refuses(plan, ICommunityGovernor.Setting.VotingPeriod, 1 days - 1, 1 days, 30 days);
        plan.governor.votingPeriod = 30 days + 1;
        _refuses(plan, ICommunityGovernor.Setting.VotingPeriod, 30 days + 1, 1 days, 30 days);

        plan = founding();
        plan.governor.lateQuorumVoteExtension = 30 days + 1;
        _refuses(plan, ICommunityGovernor.Setting.LateQuorumVoteExtension, 30 days + 1, 0, 30 days);

        plan = founding();
        plan.governor.quorumBps = 999;
        _refuses(plan, ICommunityGovernor.Setting.QuorumBps, 999, 1_000, 10_000);
        plan.governor.quorumBps = 10_001;
        _refuses(plan, ICommunityGovernor.Setting.QuorumBps, 10_001, 1_000, 10_000);

        plan = founding();
        plan.timelockDelay = 1 hours - 1;
        vm.expectRevert(
            abi.encodeWithSelector(
                ICommunityTimelock.CommunityTimelock_DelayOutOfBounds.selector,
                1 hours - 1,
                1 hours,
                30 days
            )
        );
        factory.found(plan);
        plan.timelockDelay = 30 days + 1;
        vm.expectRevert(
            abi.encodeWithSelector(
                ICommunityTimelock.CommunityTimelock_DelayOutOfBounds.selector,
                30 days + 1,
                1 hours,
                30 days
            )
        );
        factory.found(plan);
    }

    function test_found_takesEverySettingAtItsFloorAndAtItsCeiling() public {
        ICommunityFactory.Founding memory plan = founding();
        plan.governor = ICommunityGovernor.GovernorSettings(10 minutes, 1 days, 0, 1_000, 0, 1, 0, 6_000);
        plan.timelockDelay = 1 hours;
        found("floor", plan);
        plan.governor = ICommunityGovernor.GovernorSettings(
            30 days,
            30 days,
            30 days,
            10_000,
            type(uint32).max,
            100,
            30 days,
            9_000
        );
        plan.timelockDelay = 30 days;
        _enter(found("ceiling", plan));
        vm.assertEq(governor.votingDelay(), 30 days);
        vm.assertEq(governor.votingPeriod(), 30 days);
        vm.assertEq(governor.lateQuorumVoteExtension(), 30 days);
        vm.assertEq(governor.quorumBps(), 10_000);
        vm.assertEq(governor.minimumVoters(), type(uint32).max);
        vm.assertEq(timelock.getMinDelay(), 30 days);
    }

    function test_found_revertsForASaltUsedBefore() public {
        ICommunityFactory.Founding memory plan = founding();
        plan.salt = "first";
        vm.prank(deployer);
        vm.expectRevert();
        factory.found(plan);
    }

    function testFuzz_found_givesWhatWasPredicted(address founder, bytes32 salt) public {
        vm.assume(founder != address(0) && founder != deployer);
        ICommunityFactory.Deployment memory predicted = factory.predict(founder, salt);
        ICommunityFactory.Founding memory plan = founding();
        plan.salt = salt;
        vm.prank(founder);
        ICommunityFactory.Deployment memory made = factory.found(plan);
        vm.assertEq(CommunityId.unwrap(made.communityId), CommunityId.unwrap(predicted.communityId));
        vm.assertEq(made.membership, predicted.membership);
        vm.assertEq(made.governor, predicted.governor);
        vm.assertEq(made.timelock, predicted.timelock);

        ICommunityFactory.Deployment memory other = factory.predict(deployer, salt);
        vm.assertNotEq(CommunityId.unwrap(made.communityId), CommunityId.unwrap(other.communityId));
        vm.assertNotEq(made.membership, other.membership);
        vm.assertNotEq(made.governor, other.governor);
        vm.assertNotEq(made.timelock, other.timelock);
    }

    function test_found_recordsTheCommunityWithItsParts() public view {
        ICommunityRegistry.Community memory community = registry.communityOf(communityId);
        vm.assertEq(community.authority, address(timelock));
        vm.assertEq(community.membership, address(membership));
        vm.assertEq(community.governor, address(governor));
        vm.assertEq(community.foundedAt, START);
        vm.assertEq(community.charterDigest, sha256("We decide together."));

        vm.assertEq(CommunityId.unwrap(governor.communityId()), CommunityId.unwrap(communityId));
        vm.assertEq(address(governor.token()), address(membership));
        vm.assertEq(governor.timelock(), address(timelock));
        vm.assertEq(governor.votingDelay(), VOTING_DELAY);
        vm.assertEq(governor.votingPeriod(), VOTING_PERIOD);
        vm.assertEq(governor.lateQuorumVoteExtension(), EXTENSION);
        vm.assertEq(governor.quorumBps(), QUORUM_BPS);
        vm.assertEq(governor.minimumVoters(), MINIMUM_VOTERS);
        vm.assertEq(timelock.getMinDelay(), TIMELOCK_DELAY);
        vm.assertEq(timelock.minDelayFloor(), 1 hours);

        ICommunityGovernor.GovernorFloors memory floors = governor.floors();
        vm.assertEq(floors.votingDelay, 10 minutes);
        vm.assertEq(floors.votingPeriod, 1 days);
        vm.assertEq(floors.quorumBps, 1_000);
    }

    function test_found_saysThatTheCommunityExistsBeforeAnyPartSaysAnything() public {
        vm.recordLogs();
        ICommunityFactory.Deployment memory made = found("second", founding());
        Vm.Log[] memory logs = vm.getRecordedLogs();
        vm.assertEq(logs[0].emitter, address(registry));
        vm.assertEq(logs[0].topics[0], ICommunityRegistry.CommunityFounded.selector);
        vm.assertEq(logs[0].topics[1], CommunityId.unwrap(made.communityId));
        uint256 admitted;
        for (uint256 i = 1; i < logs.length; ++i) {
            if (logs[i].topics[0] == IMembership.MemberAdmitted.selector) ++admitted;
        }
        vm.assertEq(admitted, 5);
    }

    function test_found_leavesNothingWithFactoryOrDeployer() public view {
        address[3] memory outsiders = [address(factory), deployer, address(this)];
        bytes32[4] memory roles = [
            timelock.DEFAULT_ADMIN_ROLE(),
            timelock.PROPOSER_ROLE(),
            timelock.EXECUTOR_ROLE(),
            timelock.CANCELLER_ROLE()
        ];
        for (uint256 i = 0; i < roles.length; ++i) {
            for (uint256 j = 0; j < outsiders.length; ++j) {
                vm.assertFalse(timelock.hasRole(roles[i], outsiders[j]));
                vm.assertFalse(membership.isMember(outsiders[j]));
            }
            vm.assertFalse(timelock.hasRole(roles[i], address(0)));
            vm.assertEq(timelock.hasRole(roles[i], address(governor)), i != 0);
        }
        vm.assertTrue(timelock.hasRole(timelock.DEFAULT_ADMIN_ROLE(), address(timelock)));
    }

    function test_found_costsAtMostThreeMillionGas() public {
        ICommunityFactory.Founding memory plan = founding();
        plan.salt = "measured";
        uint256 before = gasleft();
        factory.found(plan);
        // Twenty-one thousand for the transaction, and its data at sixteen gas a byte.
        uint256 spent = before - gasleft() + 21_000 + 16 * abi.encode(plan).length;
        vm.assertLe(spent, 3_000_000);
    }

    function _refuses(
        ICommunityFactory.Founding memory plan,
        ICommunityGovernor.Setting setting,
        uint256 value,
        uint256 least,
        uint256 most
    ) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                ICommunityGovernor.CommunityGovernor_OutOfBounds.selector,
                setting,
                value,
                least,
                most
            )
        );
        factory.found(plan);
    }
}
