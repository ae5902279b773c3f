// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {Initializable} from "@openzeppelin/contracts/proxy/utils/Initializable.sol";
import {CommunityGovernor} from "../../src/governance/CommunityGovernor.sol";
import {CommunityTimelock} from "../../src/governance/CommunityTimelock.sol";
import {ElderCouncil} from "../../src/governance/ElderCouncil.sol";
import {ICommunityFactory} from "../../src/interfaces/ICommunityFactory.sol";
import {ICommunityGovernor} from "../../src/interfaces/ICommunityGovernor.sol";
import {ICommunityRegistry} from "../../src/interfaces/ICommunityRegistry.sol";
import {IMembership} from "../../src/interfaces/IMembership.sol";
import {Membership} from "../../src/membership/Membership.sol";
import {WalletDouble} from "../doubles/WalletDouble.sol";
import {BallotFixture} from "./BallotFixture.sol";

/// @dev Does in one transaction whatever it can after having been let in.
contract FlashVoter {
    CommunityGovernor private immutable _governor;

    constructor(CommunityGovernor governor) {
        _governor = governor;
    }

    function tryToPropose(address[] memory targets, uint256[] memory values, bytes[] memory calldatas) external {
        _governor.propose(targets, values, calldatas, "All of it, to me");
    }

    function tryToVote(uint256 proposalId) external {
        _governor.castVote(proposalId, 1);
    }
}

/// @dev Is paid by a proposal and asks for it to be carried out again while it is.
contract ReentrantPayee {
    CommunityGovernor private immutable _governor;

    address[] private _targets;

    uint256[] private _values;

    bytes[] private _calldatas;

    bytes32 private _description;

    bool public refused;

    constructor(CommunityGovernor governor) {
        _governor = governor;
    }

    function remember(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 description
    ) external {
        (_targets, _values, _calldatas, _description) = (targets, values, calldatas, description);
    }

    receive() external payable {
        try _governor.execute(_targets, _values, _calldatas, _description) {} catch {
            refused = true;
        }
    }
}

/// @dev Says yes to every signature, whoever made it and whatever it is under.
contract HostileSigner is IERC1271 {
    function isValidSignature(bytes32, bytes calldata) external pure override returns (bytes4) {
        return IERC1271.isValidSignature.selector;
    }
}

contract AttacksTest is BallotFixture {
    function test_attack_beanstalk_flashVotesInOneTransaction() public {
        Proposal memory open = anything("Already open");
        propose(ada, open);
        toVoting(open.id);

        FlashVoter voter = new FlashVoter(governor);
        admitByAuthority(address(voter), 0);
        vm.expectRevert(
            abi.encodeWithSelector(ICommunityGovernor.CommunityGovernor_NotMember.selector, address(voter))
        );
        voter.tryToPropose(open.targets, open.values, open.calldatas);
        vm.expectRevert(
            abi.encodeWithSelector(ICommunityGovernor.CommunityGovernor_NoVote.selector, open.id, address(voter))
        );
        voter.tryToVote(open.id);
    }

    /// @dev Nothing can be made, voted and carried out within one second, however many agree.
    function test_attack_beanstalk_emergencyCommit() public {
        Proposal memory proposal = anything("Now");
        propose(ada, proposal);
        vm.expectPartialRevert(IGovernor.GovernorUnexpectedProposalState.selector);
        vote(ada, proposal.id, FOR);
        vm.expectPartialRevert(IGovernor.GovernorUnexpectedProposalState.selector);
        execute(proposal);
    }

    function test_attack_buildFinance_whatNobodyLookedAt() public {
        Proposal memory proposal = plan1(
            address(registry),
            abi.encodeCall(registry.offerAuthority, (communityId, ada)),
            "Give it all to Ada"
        );
        propose(ada, proposal);
        toVoting(proposal.id);
        vote(ada, proposal.id, FOR);
        toEnd(proposal.id);
        assertState(proposal.id, IGovernor.ProposalState.Defeated);
        vm.expectPartialRevert(IGovernor.GovernorUnexpectedProposalState.selector);
        queue(proposal);
    }

    function test_attack_audius_initialisingAgain() public {
        (address roll, address governs, address waits, address elders) = factory.implementations();
        address[2] memory rolls = [roll, address(membership)];
        address[2] memory governors = [governs, address(governor)];
        address[2] memory timelocks = [waits, address(timelock)];
        address[2] memory councils = [elders, address(council)];
        for (uint256 i = 0; i < 2; ++i) {
            vm.expectRevert(Initializable.InvalidInitialization.selector);
            Membership(rolls[i]).initialize("Mine", new IMembership.Founder[](0), membershipSettings());
            vm.expectRevert(Initializable.InvalidInitialization.selector);
            CommunityGovernor(payable(governors[i])).initialize(timelock, governorSettings());
            vm.expectRevert(Initializable.InvalidInitialization.selector);
            CommunityTimelock(payable(timelocks[i])).initialize(1 hours, stranger, stranger, treasuryCap());
            vm.expectRevert(Initializable.InvalidInitialization.selector);
            CommunityTimelock(payable(timelocks[i])).initialize(0, new address[](0), new address[](0), stranger);
            vm.expectRevert(Initializable.InvalidInitialization.selector);
            ElderCouncil(councils[i]).initialize(councilSettings());
        }
    }

    function test_attack_joinAfterProposal() public {
        Proposal memory proposal = anything("Close");
        propose(ada, proposal);
        admitByAuthority(stranger, 0);
        vm.assertLt(vm.getBlockTimestamp(), governor.proposalSnapshot(proposal.id));
        toVoting(proposal.id);
        // A plain vote source would have counted it: a member at the snapshot.
        vm.assertEq(membership.getPastVotes(stranger, governor.proposalSnapshot(proposal.id)), 1);
        vm.expectRevert(
            abi.encodeWithSelector(ICommunityGovernor.CommunityGovernor_NoVote.selector, proposal.id, stranger)
        );
        vote(stranger, proposal.id, FOR);
    }

    function test_attack_leaveThenVote() public {
        vm.prank(eve);
        membership.leave();
        skip(1);
        Proposal memory proposal = anything("Without Eve");
        propose(ada, proposal);
        toVoting(proposal.id);
        vm.expectRevert(abi.encodeWithSelector(ICommunityGovernor.CommunityGovernor_NoVote.selector, proposal.id, eve));
        vote(eve, proposal.id, FOR);
    }

    function test_attack_leaveAndComeBackToVoteTwice() public {
        Proposal memory proposal = anything("Twice");
        propose(ada, proposal);
        toVoting(proposal.id);
        vote(eve, proposal.id, FOR);
        vm.prank(eve);
        membership.leave();
        skip(1);
        admitByAuthority(eve, 0);
        skip(1);
        vm.assertTrue(governor.hasVoted(proposal.id, eve));
        vm.expectRevert(abi.encodeWithSelector(ICommunityGovernor.CommunityGovernor_NoVote.selector, proposal.id, eve));
        vote(eve, proposal.id, FOR);
    }

    function test_attack_signatureReplay_onTheSameProposal() public {
        Proposal memory proposal = _voting("Once");
        (, bytes memory signature) = signBallot("ada", proposal.id, FOR, 0);
        governor.castVoteBySig(proposal.id, FOR, ada, signature);
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorInvalidSignature.selector, ada));
        governor.castVoteBySig(proposal.id, FOR, ada, signature);
        // Nor does a fresh one count again.
        (, signature) = signBallot("ada", proposal.id, FOR, 1);
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorAlreadyCastVote.selector, ada));
        governor.castVoteBySig(proposal.id, FOR, ada, signature);
    }

    function test_attack_signatureReplay_onAnotherProposal() public {
        Proposal memory proposal = _voting("One");
        (, bytes memory signature) = signBallot("ada", proposal.id, FOR, 0);
        Proposal memory other = _voting("Other");
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorInvalidSignature.selector, ada));
        governor.castVoteBySig(other.id, FOR, ada, signature);
    }

    /// @dev The id of a proposal does not name its community: the same question can be open in two.
    function test_attack_signatureReplay_inAnotherCommunity() public {
        Proposal memory proposal = anything("The same question");
        (, bytes memory signature) = signBallot("ada", proposal.id, FOR, 0);
        _enter(found("second", founding()));
        skip(1);
        propose(ada, proposal);
        toVoting(proposal.id);
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorInvalidSignature.selector, ada));
        governor.castVoteBySig(proposal.id, FOR, ada, signature);
    }

    function test_attack_signatureReplay_onAnotherChain() public {
        Proposal memory proposal = _voting("Forked");
        (, bytes memory signature) = signBallot("ada", proposal.id, FOR, 0);
        vm.chainId(block.chainid + 1);
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorInvalidSignature.selector, ada));
        governor.castVoteBySig(proposal.id, FOR, ada, signature);
    }

    function test_attack_compactSignatureTwin() public {
        Proposal memory proposal = _voting("Compact");
        (bytes32 r, bytes32 s, uint8 v) = _sign(proposal.id);
        bytes memory compact = abi.encodePacked(r, bytes32(uint256(s) | (uint256(v - 27) << 255)));
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorInvalidSignature.selector, ada));
        governor.castVoteBySig(proposal.id, FOR, ada, compact);
    }

    function test_attack_highSSignatureTwin() public {
        Proposal memory proposal = _voting("High s");
        (bytes32 r, bytes32 s, uint8 v) = _sign(proposal.id);
        bytes memory twin = abi.encodePacked(r, bytes32(CURVE_ORDER - uint256(s)), v == 27 ? uint8(28) : uint8(27));
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorInvalidSignature.selector, ada));
        governor.castVoteBySig(proposal.id, FOR, ada, twin);
        governor.castVoteBySig(proposal.id, FOR, ada, abi.encodePacked(r, s, v));
    }

    function test_attack_hostileERC1271_speaksForItselfAlone() public {
        HostileSigner signer = new HostileSigner();
        admitByAuthority(address(signer), 0);
        skip(1);
        Proposal memory proposal = _voting("Contracts");
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorInvalidSignature.selector, ada));
        governor.castVoteBySig(proposal.id, FOR, ada, abi.encode(address(signer)));
        governor.castVoteBySig(proposal.id, FOR, address(signer), "");
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorAlreadyCastVote.selector, address(signer)));
        governor.castVoteBySig(proposal.id, AGAINST, address(signer), "");
    }

    /// @dev A sponsor that is a contract says yes or no, at whatever length and cost it likes, and does nothing else.
    function test_attack_hostileERC1271_asASponsor() public {
        WalletDouble wallet = new WalletDouble(governor);
        admitByAuthority(address(wallet), 0);
        skip(1);
        uint256 id = _voting("Open").id;
        ICommunityGovernor.Sponsorship[] memory sponsorships = new ICommunityGovernor.Sponsorship[](1);
        sponsorships[0] = ICommunityGovernor.Sponsorship(address(wallet), type(uint256).max, "");
        WalletDouble.Behaviour[3] memory refusals = [
            WalletDouble.Behaviour.Revert,
            WalletDouble.Behaviour.BurnGas,
            WalletDouble.Behaviour.RevertAtLength
        ];
        for (uint256 i = 0; i < refusals.length; ++i) {
            wallet.behave(refusals[i]);
            vm.expectRevert(
                abi.encodeWithSelector(
                    ICommunityGovernor.CommunityGovernor_InvalidSponsorship.selector,
                    address(wallet)
                )
            );
            proposeWith(ada, anything("Sponsored"), sponsorships);
        }
        wallet.behave(WalletDouble.Behaviour.AgreeAtLength);
        proposeWith(ada, anything("Sponsored at length"), sponsorships);
        wallet.reenter(id);
        proposeWith(ada, anything("Sponsored by who would vote meanwhile"), sponsorships);
        vm.assertFalse(governor.hasVoted(id, address(wallet)));
    }

    /// @dev Every way three lists of up to three can differ in length, by both ways in.
    function test_attack_unequalArrayLengths() public {
        vm.startPrank(ada);
        for (uint256 i = 0; i < 64; ++i) {
            (uint256 targets, uint256 values, uint256 calldatas) = (i & 3, (i >> 2) & 3, i >> 4);
            if (targets == values && values == calldatas && targets != 0) continue;
            bytes memory refusal = abi.encodeWithSelector(
                IGovernor.GovernorInvalidProposalLength.selector,
                targets,
                calldatas,
                values
            );
            vm.expectRevert(refusal);
            governor.propose(new address[](targets), new uint256[](values), new bytes[](calldatas), "Unequal");
            vm.expectRevert(refusal);
            governor.proposeWithSponsors(
                new address[](targets),
                new uint256[](values),
                new bytes[](calldatas),
                "Unequal",
                new ICommunityGovernor.Sponsorship[](0)
            );
        }
        governor.propose(new address[](3), new uint256[](3), new bytes[](3), "Equal");
        vm.stopPrank();
    }

    function test_attack_frontRunAndCancelOfAProposal() public {
        Proposal memory proposal = anything(string.concat("Remove Ben#proposer=", vm.toString(ada)));
        // Ben sees it coming, makes it his own and would cancel it, so that Ada never could make it again.
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorRestrictedProposer.selector, ben));
        propose(ben, proposal);
        propose(ada, proposal);
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorUnableToCancel.selector, proposal.id, ben));
        cancel(ben, proposal);
        assertState(proposal.id, IGovernor.ProposalState.Pending);
    }

    function test_attack_cancelWhatOthersVoteOn() public {
        Proposal memory proposal = _voting("Others'");
        vote(ben, proposal.id, FOR);
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorUnableToCancel.selector, proposal.id, ada));
        cancel(ada, proposal);
        toEnd(proposal.id);
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorUnableToCancel.selector, proposal.id, ada));
        cancel(ada, proposal);
    }

    function test_attack_reentrantExecutor() public {
        vm.deal(address(timelock), 10 ether);
        ReentrantPayee payee = new ReentrantPayee(governor);
        Proposal memory proposal = plan1(address(payee), "", "Pay once");
        proposal.values[0] = 1 ether;
        proposal.id = idOf(proposal);
        payee.remember(proposal.targets, proposal.values, proposal.calldatas, keccak256("Pay once"));
        pass(proposal);
        execute(proposal);
        vm.assertTrue(payee.refused());
        vm.assertEq(address(payee).balance, 1 ether);
        vm.assertEq(address(timelock).balance, 9 ether);
    }

    function test_attack_delegateToZero() public {
        vm.prank(ada);
        membership.delegate(ben);
        skip(1);
        vm.prank(ada);
        membership.delegate(address(0));
        vm.assertEq(membership.getVotes(ada), 1);
        vm.assertEq(membership.delegates(ada), ada);
        skip(1);
        Proposal memory proposal = _voting("Still here");
        vote(ada, proposal.id, FOR);
        vote(ben, proposal.id, AGAINST);
        (uint256 againstVotes, uint256 forVotes, ) = governor.proposalVotes(proposal.id);
        vm.assertEq(againstVotes, 1);
        vm.assertEq(forVotes, 1);
    }

    function test_attack_oversizedLateQuorumExtension() public {
        Proposal memory proposal = plan1(
            address(governor),
            abi.encodeCall(governor.setLateQuorumVoteExtension, (type(uint48).max)),
            "Never end a vote"
        );
        pass(proposal);
        vm.expectRevert(
            abi.encodeWithSelector(
                ICommunityGovernor.CommunityGovernor_OutOfBounds.selector,
                ICommunityGovernor.Setting.LateQuorumVoteExtension,
                type(uint48).max,
                0,
                30 days
            )
        );
        execute(proposal);

        // The longest there is: whoever votes last moves the end once, and the vote still ends.
        ICommunityFactory.Founding memory plan = founding();
        plan.governor.lateQuorumVoteExtension = 30 days;
        _enter(found("patient", plan));
        skip(1);
        proposal = _voting("Late");
        vm.warp(governor.proposalDeadline(proposal.id));
        vote(ada, proposal.id, FOR);
        vote(ben, proposal.id, FOR);
        toEnd(proposal.id);
        assertState(proposal.id, IGovernor.ProposalState.Succeeded);
    }

    function test_attack_takeTheAddressesAFounderAnnounced() public {
        ICommunityFactory.Deployment memory announced = factory.predict(ada, "ours");
        ICommunityFactory.Founding memory plan = founding();
        plan.salt = "ours";
        vm.prank(stranger);
        ICommunityFactory.Deployment memory taken = factory.found(plan);
        vm.assertNotEq(taken.membership, announced.membership);
        vm.assertNotEq(taken.timelock, announced.timelock);
        vm.prank(ada);
        vm.assertEq(factory.found(plan).timelock, announced.timelock);
    }

    function test_attack_foundACommunityThatNamesAnothersParts() public {
        vm.prank(stranger);
        vm.expectPartialRevert(ICommunityRegistry.CommunityRegistry_ForeignPart.selector);
        registry.register(
            "false",
            ICommunityRegistry.Parts(stranger, address(membership), address(governor), address(council)),
            "Valley Commons",
            0,
            ""
        );
    }

    function _voting(string memory description) private returns (Proposal memory proposal) {
        proposal = anything(description);
        propose(ada, proposal);
        toVoting(proposal.id);
    }

    function _sign(uint256 proposalId) private returns (bytes32 r, bytes32 s, uint8 v) {
        (, uint256 key) = makeAddrAndKey("ada");
        (v, r, s) = vm.sign(key, ballotDigest(address(governor), proposalId, FOR, ada, 0));
    }
}
