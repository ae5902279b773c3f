// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {CommunityFactory} from "../../src/governance/CommunityFactory.sol";
import {CommunityGovernor} from "../../src/governance/CommunityGovernor.sol";
import {CommunityRegistry} from "../../src/governance/CommunityRegistry.sol";
import {CommunityTimelock} from "../../src/governance/CommunityTimelock.sol";
import {ElderCouncil} from "../../src/governance/ElderCouncil.sol";
import {ICommunityFactory} from "../../src/interfaces/ICommunityFactory.sol";
import {ICommunityGovernor} from "../../src/interfaces/ICommunityGovernor.sol";
import {ICommunityTimelock} from "../../src/interfaces/ICommunityTimelock.sol";
import {IElderCouncil} from "../../src/interfaces/IElderCouncil.sol";
import {IMembership} from "../../src/interfaces/IMembership.sol";
import {IVouching} from "../../src/interfaces/IVouching.sol";
import {Membership} from "../../src/membership/Membership.sol";
import {CommunityId} from "../../src/types/Ids.sol";
import {Roles} from "../../src/types/Roles.sol";
import {TestBase} from "../TestBase.sol";

/// @notice A community of five, founded through the factory as anybody would found one, an hour ago.
abstract contract CommunityFixture is TestBase {
    /// @dev What is voted on: kept together, because every later step has to name it again.
    struct Proposal {
        uint256 id;
        address[] targets;
        uint256[] values;
        bytes[] calldatas;
        string description;
    }

    uint256 internal constant START = 1_800_000_000;

    uint48 internal constant VOTING_DELAY = 1 hours;

    uint32 internal constant VOTING_PERIOD = 3 days;

    uint48 internal constant EXTENSION = 12 hours;

    uint32 internal constant TIMELOCK_DELAY = 1 days;

    uint16 internal constant QUORUM_BPS = 4_000;

    uint32 internal constant MINIMUM_VOTERS = 2;

    uint32 internal constant COOLDOWN = 7 days;

    uint16 internal constant SUPER_MAJORITY_BPS = 6_667;

    uint32 internal constant RECOVERY_DELAY = 3 days;

    uint8 internal constant VOUCHES = 2;

    uint32 internal constant VOUCH_PERIOD = 30 days;

    uint16 internal constant CAP_BPS = 1_000;

    uint32 internal constant CAP_PERIOD = 30 days;

    uint32 internal constant VETO_TERM = 365 days;

    uint8 internal constant AGAINST = 0;

    uint8 internal constant FOR = 1;

    uint8 internal constant ABSTAIN = 2;

    CommunityRegistry internal registry;

    CommunityFactory internal factory;

    CommunityId internal communityId;

    Membership internal membership;

    CommunityGovernor internal governor;

    CommunityTimelock internal timelock;

    ElderCouncil internal council;

    address internal ada;

    address internal ben;

    address internal cleo;

    address internal dan;

    address internal eve;

    /// @dev Member of nothing.
    address internal stranger;

    /// @dev Pays for the founding and gets nothing by it.
    address internal deployer;

    function setUp() public virtual {
        vm.warp(START);
        ada = makeAddr("ada");
        ben = makeAddr("ben");
        cleo = makeAddr("cleo");
        dan = makeAddr("dan");
        eve = makeAddr("eve");
        stranger = makeAddr("stranger");
        deployer = makeAddr("deployer");

        registry = new CommunityRegistry();
        factory = new CommunityFactory(
            registry,
            address(new Membership(registry)),
            address(new CommunityGovernor()),
            address(new CommunityTimelock()),
            address(new ElderCouncil()),
            leastValues()
        );
        _enter(found("first", founding()));
        skip(1 hours);
    }

    function leastValues() internal pure returns (ICommunityFactory.Floors memory) {
        return
            ICommunityFactory.Floors({
                votingDelay: 10 minutes,
                votingPeriod: 1 days,
                timelockDelay: 1 hours,
                quorumBps: 1_000,
                recoveryDelay: 1 days
            });
    }

    function governorSettings() internal pure returns (ICommunityGovernor.GovernorSettings memory) {
        return
            ICommunityGovernor.GovernorSettings({
                votingDelay: VOTING_DELAY,
                votingPeriod: VOTING_PERIOD,
                lateQuorumVoteExtension: EXTENSION,
                quorumBps: QUORUM_BPS,
                minimumVoters: MINIMUM_VOTERS,
                proposalThreshold: 1,
                reproposalCooldown: COOLDOWN,
                superMajorityBps: SUPER_MAJORITY_BPS
            });
    }

    function membershipSettings() internal pure returns (IMembership.MembershipSettings memory) {
        return IMembership.MembershipSettings(IVouching.VouchingSettings(VOUCHES, VOUCH_PERIOD), RECOVERY_DELAY);
    }

    function treasuryCap() internal pure returns (ICommunityTimelock.TreasuryCap memory) {
        return ICommunityTimelock.TreasuryCap(CAP_BPS, CAP_PERIOD);
    }

    function councilSettings() internal pure returns (IElderCouncil.CouncilSettings memory) {
        return IElderCouncil.CouncilSettings({consentThreshold: 1, vetoThreshold: 1, vetoTerm: VETO_TERM});
    }

    function founding() internal view returns (ICommunityFactory.Founding memory plan) {
        plan.name = "Valley Commons";
        plan.charterDigest = sha256("We decide together.");
        plan.charterURI = "ipfs://charter";
        plan.membership = membershipSettings();
        plan.governor = governorSettings();
        plan.council = councilSettings();
        plan.treasury = treasuryCap();
        plan.timelockDelay = TIMELOCK_DELAY;
        plan.founders = new IMembership.Founder[](5);
        plan.founders[0] = IMembership.Founder(ada, Roles.ELDER | Roles.STEWARD);
        plan.founders[1] = IMembership.Founder(ben, Roles.STEWARD);
        plan.founders[2] = IMembership.Founder(cleo, Roles.TREASURER);
        plan.founders[3] = IMembership.Founder(dan, 0);
        plan.founders[4] = IMembership.Founder(eve, 0);
    }

    function found(
        bytes32 salt,
        ICommunityFactory.Founding memory plan
    ) internal returns (ICommunityFactory.Deployment memory) {
        plan.salt = salt;
        vm.prank(deployer);
        return factory.found(plan);
    }

    /// @dev A proposal of one call.
    function plan1(
        address target,
        bytes memory data,
        string memory description
    ) internal pure returns (Proposal memory proposal) {
        proposal.targets = new address[](1);
        proposal.values = new uint256[](1);
        proposal.calldatas = new bytes[](1);
        proposal.targets[0] = target;
        proposal.calldatas[0] = data;
        proposal.description = description;
        proposal.id = idOf(proposal);
    }

    /// @dev The published formula, written out: asking the Governor would use up an expectation set for the next call.
    function idOf(Proposal memory proposal) internal pure returns (uint256) {
        return
            uint256(
                keccak256(
                    abi.encode(
                        proposal.targets,
                        proposal.values,
                        proposal.calldatas,
                        keccak256(bytes(proposal.description))
                    )
                )
            );
    }

    /// @dev A proposal that anyone understands and that changes nothing: the community says something in public. Of
    /// different descriptions, different actions.
    function anything(string memory description) internal view returns (Proposal memory) {
        return
            plan1(address(registry), abi.encodeCall(registry.setCharter, (communityId, "x", description)), description);
    }

    function propose(address proposer, Proposal memory proposal) internal returns (uint256) {
        vm.prank(proposer);
        return governor.propose(proposal.targets, proposal.values, proposal.calldatas, proposal.description);
    }

    function queue(Proposal memory proposal) internal {
        governor.queue(proposal.targets, proposal.values, proposal.calldatas, keccak256(bytes(proposal.description)));
    }

    function execute(Proposal memory proposal) internal {
        governor.execute(proposal.targets, proposal.values, proposal.calldatas, keccak256(bytes(proposal.description)));
    }

    function cancel(address caller, Proposal memory proposal) internal {
        vm.prank(caller);
        governor.cancel(proposal.targets, proposal.values, proposal.calldatas, keccak256(bytes(proposal.description)));
    }

    function vote(address voter, uint256 proposalId, uint8 support) internal {
        vm.prank(voter);
        governor.castVote(proposalId, support);
    }

    /// @dev From a proposal just made to its first second of voting.
    function toVoting(uint256 proposalId) internal {
        vm.warp(governor.proposalSnapshot(proposalId) + 1);
    }

    function toEnd(uint256 proposalId) internal {
        vm.warp(governor.proposalDeadline(proposalId) + 1);
    }

    /// @dev Ada proposes, she, Ben and Cleo vote for it, it is queued and its time has come.
    function pass(Proposal memory proposal) internal {
        propose(ada, proposal);
        toVoting(proposal.id);
        vote(ada, proposal.id, FOR);
        vote(ben, proposal.id, FOR);
        vote(cleo, proposal.id, FOR);
        toEnd(proposal.id);
        queue(proposal);
        vm.warp(governor.proposalEta(proposal.id));
    }

    /// @dev As {pass}, by three to two: a majority, and no super-majority.
    function passNarrowly(Proposal memory proposal) internal {
        propose(ada, proposal);
        toVoting(proposal.id);
        vote(ada, proposal.id, FOR);
        vote(ben, proposal.id, FOR);
        vote(cleo, proposal.id, FOR);
        vote(dan, proposal.id, AGAINST);
        vote(eve, proposal.id, AGAINST);
        toEnd(proposal.id);
        queue(proposal);
        vm.warp(governor.proposalEta(proposal.id));
    }

    function decide(address target, bytes memory data, string memory description) internal {
        Proposal memory proposal = plan1(target, data, description);
        pass(proposal);
        execute(proposal);
    }

    function admitByAuthority(address account, uint8 roles) internal returns (uint256) {
        vm.prank(address(timelock));
        return membership.admit(account, roles);
    }

    /// @dev Where ERC-7201 says that the storage of `id` begins.
    function namespaceOf(string memory id) internal pure returns (bytes32) {
        return keccak256(abi.encode(uint256(keccak256(bytes(id))) - 1)) & ~bytes32(uint256(0xff));
    }

    function assertState(uint256 proposalId, IGovernor.ProposalState expected) internal view {
        vm.assertEq(uint256(governor.state(proposalId)), uint256(expected), "state of the proposal");
    }

    function _enter(ICommunityFactory.Deployment memory community) internal {
        communityId = community.communityId;
        membership = Membership(community.membership);
        governor = CommunityGovernor(payable(community.governor));
        timelock = CommunityTimelock(payable(community.timelock));
        council = ElderCouncil(community.council);
    }
}
