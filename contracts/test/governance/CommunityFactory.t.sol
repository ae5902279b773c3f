// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Initializable} from "@openzeppelin/contracts/proxy/utils/Initializable.sol";
import {Errors} from "@openzeppelin/contracts/utils/Errors.sol";
import {CommunityFactory} from "../../src/governance/CommunityFactory.sol";
import {CommunityGovernor} from "../../src/governance/CommunityGovernor.sol";
import {CommunityRegistry} from "../../src/governance/CommunityRegistry.sol";
import {CommunityTimelock} from "../../src/governance/CommunityTimelock.sol";
import {ElderCouncil} from "../../src/governance/ElderCouncil.sol";
import {ICommunityFactory} from "../../src/interfaces/ICommunityFactory.sol";
import {ICommunityGovernor} from "../../src/interfaces/ICommunityGovernor.sol";
import {ICommunityRegistry} from "../../src/interfaces/ICommunityRegistry.sol";
import {ICommunityTimelock} from "../../src/interfaces/ICommunityTimelock.sol";
import {IElderCouncil} from "../../src/interfaces/IElderCouncil.sol";
import {IKeyRecovery} from "../../src/interfaces/IKeyRecovery.sol";
import {IMembership} from "../../src/interfaces/IMembership.sol";
import {Membership} from "../../src/membership/Membership.sol";
import {CommunityId} from "../../src/types/Ids.sol";
import {Vm} from "../Vm.sol";
import {CommunityFixture} from "./CommunityFixture.sol";

contract CommunityFactoryTest is CommunityFixture {
    CommunityId private constant NOBODYS = CommunityId.wrap("nobody's");

    // constructor

    function test_constructor_showsWhatItWasGiven() public view {
        vm.assertEq(address(factory.registry()), address(registry));
        ICommunityFactory.Floors memory floors = factory.floors();
        vm.assertEq(floors.votingDelay, 10 minutes);
        vm.assertEq(floors.votingPeriod, 1 days);
        vm.assertEq(floors.timelockDelay, 1 hours);
        vm.assertEq(floors.quorumBps, 1_000);
        vm.assertEq(floors.recoveryDelay, 1 days);
    }

    function test_constructor_keepsItsImplementationsApart() public {
        address[4] memory given = [
            address(new Membership(registry)),
            address(new CommunityGovernor()),
            address(new CommunityTimelock()),
            address(new ElderCouncil())
        ];
        CommunityFactory made = new CommunityFactory(
            registry,
            given[0],
            given[1],
            given[2],
            given[3],
            ICommunityFactory.Floors(1, 2, 3, 4, 5)
        );
        (address roll, address governs, address waits, address elders) = made.implementations();
        vm.assertEq(roll, given[0]);
        vm.assertEq(governs, given[1]);
        vm.assertEq(waits, given[2]);
        vm.assertEq(elders, given[3]);
        ICommunityFactory.Floors memory floors = made.floors();
        vm.assertEq(floors.votingDelay, 1);
        vm.assertEq(floors.votingPeriod, 2);
        vm.assertEq(floors.timelockDelay, 3);
        vm.assertEq(floors.quorumBps, 4);
        vm.assertEq(floors.recoveryDelay, 5);
        vm.assertEq(address(made.registry()), address(registry));
    }

    function test_constructor_takesTheLeastVotingPeriodThereIs() public {
        (address roll, address governs, address waits, address elders) = factory.implementations();
        CommunityFactory made = new CommunityFactory(
            registry,
            roll,
            governs,
            waits,
            elders,
            ICommunityFactory.Floors(0, 1, 0, 0, 0)
        );
        vm.assertEq(made.floors().votingPeriod, 1);
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
        vm.expectRevert(refusal);
        new CommunityFactory(registry, roll, governs, waits, stranger, leastValues());
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

    function test_found_revertsForARecoveryOutOfBounds() public {
        ICommunityFactory.Founding memory plan = founding();
        uint32[2] memory delays = [uint32(1 days - 1), 30 days + 1];
        for (uint256 i = 0; i < 2; ++i) {
            plan.membership.recoveryDelay = delays[i];
            vm.expectRevert(
                abi.encodeWithSelector(
                    IKeyRecovery.Membership_RecoveryDelayOutOfBounds.selector,
                    delays[i],
                    1 days,
                    30 days
                )
            );
            factory.found(plan);
        }
    }

    function test_found_revertsForACapOutOfBounds() public {
        ICommunityFactory.Founding memory plan = founding();
        plan.treasury = ICommunityTimelock.TreasuryCap(10_001, 30 days);
        vm.expectRevert(
            abi.encodeWithSelector(ICommunityTimelock.CommunityTimelock_InvalidCap.selector, 10_001, 30 days)
        );
        factory.found(plan);
    }

    function test_found_takesEverySettingAtItsFloorAndAtItsCeiling() public {
        ICommunityFactory.Founding memory plan = founding();
        plan.membership.recoveryDelay = 1 days;
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
        plan.membership.recoveryDelay = 30 days;
        plan.council = IElderCouncil.CouncilSettings(type(uint16).max, type(uint16).max, 730 days);
        plan.treasury = ICommunityTimelock.TreasuryCap(10_000, 365 days);
        _enter(found("ceiling", plan));
        vm.assertEq(membership.recoveryDelay(), 30 days);
        vm.assertEq(council.vetoExpiresAt(), vm.getBlockTimestamp() + 730 days);
        vm.assertEq(timelock.treasuryCap().capBps, 10_000);
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
        vm.expectRevert(Errors.FailedDeployment.selector);
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
        vm.assertEq(made.council, predicted.council);

        ICommunityFactory.Deployment memory other = factory.predict(deployer, salt);
        vm.assertNotEq(CommunityId.unwrap(made.communityId), CommunityId.unwrap(other.communityId));
        vm.assertNotEq(made.membership, other.membership);
        vm.assertNotEq(made.governor, other.governor);
        vm.assertNotEq(made.timelock, other.timelock);
        vm.assertNotEq(made.council, other.council);
    }

    function test_found_recordsTheCommunityWithItsParts() public view {
        ICommunityRegistry.Community memory community = registry.communityOf(communityId);
        vm.assertEq(community.authority, address(timelock));
        vm.assertEq(community.membership, address(membership));
        vm.assertEq(community.governor, address(governor));
        vm.assertEq(community.council, address(council));
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

    function test_found_setsEveryPartToWork() public view {
        vm.assertEq(governor.proposalThreshold(), 1);
        vm.assertEq(governor.reproposalCooldown(), COOLDOWN);
        vm.assertEq(governor.superMajorityBps(), SUPER_MAJORITY_BPS);
        vm.assertEq(timelock.treasuryCap().capBps, CAP_BPS);
        vm.assertEq(timelock.treasuryCap().period, CAP_PERIOD);
        vm.assertEq(membership.name(), "Valley Commons");
        vm.assertEq(membership.recoveryDelay(), RECOVERY_DELAY);
        vm.assertEq(membership.memberCount(), 5);
        vm.assertEq(address(membership.registry()), address(registry));
        vm.assertEq(CommunityId.unwrap(membership.communityId()), CommunityId.unwrap(communityId));

        vm.assertEq(address(council.membership()), address(membership));
        vm.assertEq(CommunityId.unwrap(council.communityId()), CommunityId.unwrap(communityId));
        (uint16 consentThreshold, uint16 vetoThreshold) = council.thresholds();
        vm.assertEq(consentThreshold, 1);
        vm.assertEq(vetoThreshold, 1);
        vm.assertTrue(timelock.hasRole(timelock.CANCELLER_ROLE(), address(council)));
        vm.assertFalse(timelock.hasRole(timelock.PROPOSER_ROLE(), address(council)));
        vm.assertFalse(timelock.hasRole(timelock.EXECUTOR_ROLE(), address(council)));
        vm.assertTrue(timelock.isOperatedBy(address(governor)));
    }

    function test_found_saysAllOfItInOneTransaction() public {
        ICommunityFactory.Founding memory plan = founding();
        ICommunityFactory.Deployment memory made = factory.predict(deployer, "second");
        plan.council = IElderCouncil.CouncilSettings(2, 3, 5 days);
        vm.expectEmit(address(registry));
        emit ICommunityRegistry.CommunityFounded(
            made.communityId,
            made.timelock,
            made.membership,
            made.governor,
            "Valley Commons",
            sha256("We decide together."),
            "ipfs://charter"
        );
        vm.expectEmit(address(registry));
        emit ICommunityRegistry.CouncilChanged(made.communityId, made.council);
        vm.expectEmit(made.timelock);
        emit ICommunityTimelock.TreasuryCapSet(CAP_BPS, CAP_PERIOD);
        vm.expectEmit(made.governor);
        emit ICommunityGovernor.SuperMajorityBpsSet(0, SUPER_MAJORITY_BPS);
        vm.expectEmit(made.council);
        emit IElderCouncil.ThresholdsSet(2, 3);
        vm.expectEmit(made.council);
        emit IElderCouncil.VetoPowerSet(vm.getBlockTimestamp() + 5 days);
        vm.expectEmit(made.membership);
        emit IMembership.MemberAdmitted(5, eve, 0);
        found("second", plan);
    }

    function test_found_givesAnotherCommunityForAnotherSalt() public {
        ICommunityFactory.Deployment memory one = factory.predict(deployer, "one");
        ICommunityFactory.Deployment memory two = factory.predict(deployer, "two");
        vm.assertNotEq(CommunityId.unwrap(one.communityId), CommunityId.unwrap(two.communityId));
        vm.assertNotEq(one.membership, two.membership);
        vm.assertNotEq(one.governor, two.governor);
        vm.assertNotEq(one.timelock, two.timelock);
        vm.assertNotEq(one.council, two.council);
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

    // deployGovernor

    function test_deployGovernor_makesOneForTheCommunityWithoutPower() public {
        (, address implementation, , ) = factory.implementations();
        (address predicted, , ) = factory.predictParts(communityId, stranger, "next");
        ICommunityGovernor.GovernorSettings memory settings = governorSettings();
        settings.quorumBps = 1_000;
        settings.votingDelay = 10 minutes;
        vm.expectEmit(address(factory));
        emit ICommunityFactory.PartDeployed(communityId, predicted, implementation);
        vm.prank(stranger);
        CommunityGovernor made = CommunityGovernor(
            payable(factory.deployGovernor(communityId, "next", address(timelock), settings))
        );
        vm.assertEq(address(made), predicted);
        vm.assertEq(CommunityId.unwrap(made.communityId()), CommunityId.unwrap(communityId));
        vm.assertEq(address(made.token()), address(membership));
        vm.assertEq(made.timelock(), address(timelock));
        vm.assertEq(made.quorumBps(), 1_000);
        vm.assertEq(made.votingDelay(), 10 minutes);
        vm.assertEq(keccak256(abi.encode(made.floors())), keccak256(abi.encode(governor.floors())));
        vm.assertFalse(timelock.isOperatedBy(address(made)));
        vm.assertEq(registry.communityOf(communityId).governor, address(governor));
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        made.initialize(timelock, settings);
    }

    function test_deployGovernor_keepsTheFloors() public {
        ICommunityGovernor.GovernorSettings memory settings = governorSettings();
        settings.quorumBps = 999;
        vm.expectRevert(
            abi.encodeWithSelector(
                ICommunityGovernor.CommunityGovernor_OutOfBounds.selector,
                ICommunityGovernor.Setting.QuorumBps,
                999,
                1_000,
                10_000
            )
        );
        factory.deployGovernor(communityId, "next", address(timelock), settings);
    }

    // deployTimelock

    function test_deployTimelock_makesOneForTheCommunityWithoutPower() public {
        (, , address implementation, ) = factory.implementations();
        (, address predicted, ) = factory.predictParts(communityId, stranger, "next");
        vm.expectEmit(address(factory));
        emit ICommunityFactory.PartDeployed(communityId, predicted, implementation);
        vm.expectEmit(predicted);
        emit ICommunityTimelock.TreasuryCapSet(77, 5 days);
        CommunityTimelock made = _deployTimelock(1 hours);
        vm.assertEq(address(made), predicted);
        vm.assertEq(made.getMinDelay(), 1 hours);
        vm.assertEq(made.minDelayFloor(), 1 hours);
        vm.assertEq(made.treasuryCap().capBps, 77);
        vm.assertEq(made.treasuryCap().period, 5 days);
        vm.assertTrue(made.isOperatedBy(ada));
        vm.assertTrue(made.hasRole(made.CANCELLER_ROLE(), ben));
        vm.assertFalse(made.hasRole(made.PROPOSER_ROLE(), ben));
        bytes32 admin = made.DEFAULT_ADMIN_ROLE();
        vm.assertFalse(made.hasRole(admin, address(factory)));
        vm.assertFalse(made.hasRole(admin, stranger));
        vm.assertEq(registry.authorityOf(communityId), address(timelock));
    }

    function test_deployTimelock_keepsTheFloor() public {
        uint32[2] memory delays = [uint32(1 hours - 1), 30 days + 1];
        for (uint256 i = 0; i < 2; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(
                    ICommunityTimelock.CommunityTimelock_DelayOutOfBounds.selector,
                    delays[i],
                    1 hours,
                    30 days
                )
            );
            _deployTimelock(delays[i]);
        }
        _deployTimelock(30 days);
    }

    // deployCouncil

    function test_deployCouncil_makesOneForTheCommunityWithoutPower() public {
        (, , , address implementation) = factory.implementations();
        (, , address predicted) = factory.predictParts(communityId, stranger, "next");
        vm.expectEmit(address(factory));
        emit ICommunityFactory.PartDeployed(communityId, predicted, implementation);
        vm.expectEmit(predicted);
        emit IElderCouncil.ThresholdsSet(2, 3);
        vm.prank(stranger);
        ElderCouncil made = ElderCouncil(
            factory.deployCouncil(communityId, "next", IElderCouncil.CouncilSettings(2, 3, 1 days))
        );
        vm.assertEq(address(made), predicted);
        vm.assertEq(address(made.membership()), address(membership));
        vm.assertEq(CommunityId.unwrap(made.communityId()), CommunityId.unwrap(communityId));
        vm.assertEq(made.vetoExpiresAt(), vm.getBlockTimestamp() + 1 days);
        vm.assertFalse(timelock.hasRole(timelock.CANCELLER_ROLE(), address(made)));
        vm.assertEq(registry.councilOf(communityId), address(council));
    }

    // what the three have in common

    function test_deploy_isForACommunityThatExists() public {
        bytes memory refusal = abi.encodeWithSelector(
            ICommunityRegistry.CommunityRegistry_UnknownCommunity.selector,
            NOBODYS
        );
        vm.expectRevert(refusal);
        factory.deployGovernor(NOBODYS, "next", address(timelock), governorSettings());
        vm.expectRevert(refusal);
        factory.deployTimelock(NOBODYS, "next", ada, ben, treasuryCap(), TIMELOCK_DELAY);
        vm.expectRevert(refusal);
        factory.deployCouncil(NOBODYS, "next", councilSettings());
        vm.expectRevert(refusal);
        factory.predictParts(NOBODYS, stranger, "next");
    }

    function test_deploy_refusesASaltUsedBefore() public {
        factory.deployGovernor(communityId, "next", address(timelock), governorSettings());
        vm.expectRevert(Errors.FailedDeployment.selector);
        factory.deployGovernor(communityId, "next", address(timelock), governorSettings());
        factory.deployTimelock(communityId, "next", ada, ben, treasuryCap(), TIMELOCK_DELAY);
        vm.expectRevert(Errors.FailedDeployment.selector);
        factory.deployTimelock(communityId, "next", cleo, dan, treasuryCap(), TIMELOCK_DELAY);
        factory.deployCouncil(communityId, "next", councilSettings());
        vm.expectRevert(Errors.FailedDeployment.selector);
        factory.deployCouncil(communityId, "next", councilSettings());
    }

    /// @dev Nobody takes an address that another one announced, nor for another community.
    function testFuzz_predictParts_bindsCommunityDeployerAndSalt(address other, bytes32 salt) public {
        vm.assume(other != stranger && salt != "next");
        CommunityId second = found("second", founding()).communityId;
        (address governs, address waits, address elders) = factory.predictParts(communityId, stranger, "next");
        _assertOthers(second, stranger, "next", governs, waits, elders);
        _assertOthers(communityId, other, "next", governs, waits, elders);
        _assertOthers(communityId, stranger, salt, governs, waits, elders);
    }

    function _assertOthers(
        CommunityId community,
        address account,
        bytes32 salt,
        address governs,
        address waits,
        address elders
    ) private view {
        (address otherGovernor, address otherTimelock, address otherCouncil) = factory.predictParts(
            community,
            account,
            salt
        );
        vm.assertNotEq(governs, otherGovernor);
        vm.assertNotEq(waits, otherTimelock);
        vm.assertNotEq(elders, otherCouncil);
    }

    function _deployTimelock(uint32 delay) private returns (CommunityTimelock) {
        vm.prank(stranger);
        return
            CommunityTimelock(
                payable(
                    factory.deployTimelock(
                        communityId,
                        "next",
                        ada,
                        ben,
                        ICommunityTimelock.TreasuryCap(77, 5 days),
                        delay
                    )
                )
            );
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
