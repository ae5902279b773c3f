// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {QuadraticFunding} from "../../src/funding/QuadraticFunding.sol";
import {IPermit2} from "../../src/interfaces/IPermit2.sol";
import {IQuadraticFunding} from "../../src/interfaces/IQuadraticFunding.sol";
import {IWrappedNative} from "../../src/interfaces/IWrappedNative.sol";
import {RoundId, VersionId} from "../../src/types/Ids.sol";
import {TokenDouble} from "../doubles/TokenDoubles.sol";
import {CommunityFixture} from "../governance/CommunityFixture.sol";
import {PlainAllocation} from "./PlainAllocation.sol";

/// @dev What each call of a round costs, as a transaction of its own, with the plainest way to give beside it in the same run.
/// Whoever gives has more of the token, has let the contract take all of it, and the contract and the projects have some.
abstract contract FundingGas is CommunityFixture {
    string private constant FUNDING = "QuadraticFunding";

    string private constant PLAIN = "Plain allocation";

    string private constant PLAIN_AMONG_MEMBERS = "Plain allocation among members";

    VersionId private constant NO_VERSION = VersionId.wrap(0);

    uint256 private constant AMOUNT = 12.345678 ether;

    uint256 private constant POOL = 1_000 ether;

    QuadraticFunding private _funding;

    TokenDouble private _token;

    RoundId private _roundId;

    function setUp() public virtual override {
        super.setUp();
        _funding = new QuadraticFunding(registry, IPermit2(address(0)), IWrappedNative(address(0)));
        _token = new TokenDouble();
        _endow(ada);
        _endow(ben);
        _endow(cleo);
        _endow(dan);
        _endow(stranger);
    }

    function test_gas_quadraticFundingGiving() public {
        _openWith(11);
        _give(ada, 1);
        vm.snapshotGasLastCall(FUNDING, "give, first of the project");
        _give(ben, 1);
        vm.snapshotGasLastCall(FUNDING, "give, second of the project");
        _give(cleo, 1);
        vm.snapshotGasLastCall(FUNDING, "give, first of the donor");
        _give(cleo, 1);
        vm.snapshotGasLastCall(FUNDING, "give, again");
        vm.prank(cleo);
        _funding.undoGift(_roundId, 0, 1);
        vm.snapshotGasLastCall(FUNDING, "undoGift");
    }

    /// @dev Ten single gifts, each of them the donor's first to its project, and the same ten at once.
    function test_gas_quadraticFundingCart() public {
        _openWith(11);
        for (uint256 i = 1; i <= 10; ++i) {
            _give(ada, i);
            _give(ben, i);
        }
        IQuadraticFunding.Gift[] memory gifts = new IQuadraticFunding.Gift[](10);
        for (uint256 i = 0; i < 10; ++i) gifts[i] = IQuadraticFunding.Gift(uint32(i + 1), uint104(AMOUNT));
        vm.prank(cleo);
        _funding.give(_roundId, 0, gifts, 10 * AMOUNT);
        uint256 together = vm.snapshotGasLastCall(FUNDING, "give, a cart of ten");
        uint256 singly = 0;
        for (uint256 i = 1; i <= 10; ++i) {
            _give(dan, i);
            singly += vm.snapshotGasLastCall(FUNDING, "give, one of ten");
        }
        vm.snapshotValue(FUNDING, "give, ten times one", singly);
        vm.assertLt(together, singly);
    }

    function test_gas_plainAllocation() public {
        PlainAllocation plain = new PlainAllocation(
            _token,
            uint48(block.timestamp),
            type(uint48).max,
            address(membership)
        );
        plain.accept(1, stranger);
        vm.prank(cleo);
        _token.approve(address(plain), type(uint256).max);
        vm.prank(cleo);
        plain.allocate(1, AMOUNT);
        vm.snapshotGasLastCall(PLAIN, "give, first of the donor");
        vm.prank(cleo);
        plain.allocate(1, AMOUNT);
        vm.snapshotGasLastCall(PLAIN, "give, again");
        vm.prank(cleo);
        plain.allocateAsMember(1, AMOUNT);
        vm.snapshotGasLastCall(PLAIN_AMONG_MEMBERS, "give, first of the donor");
    }

    /// @dev A gift costs what it costs, however many others there are.
    function test_gas_quadraticFundingCrowd() public {
        uint256 crowd = 100_000;
        this.admitCrowd(1, crowd);
        skip(1);
        _openWith(1);
        this.giveAsCrowd(1, 10);
        _give(ada, 1);
        vm.snapshotGasLastCall(FUNDING, "give, after 10 contributions");
        this.giveAsCrowd(11, crowd - 1);
        _give(ben, 1);
        vm.snapshotGasLastCall(FUNDING, "give, after 100,000 contributions");
    }

    function test_gas_quadraticFundingSettling() public {
        _openWith(10);
        this.giveToAll(10);
        _finalize(0);
        vm.snapshotGasLastCall(FUNDING, "finalize, 10 projects");
        _funding.claim(_roundId, 1);
        vm.snapshotGasLastCall(FUNDING, "claim");
    }

    function test_gas_quadraticFundingHundredProjects() public {
        _openWith(100);
        this.giveToAll(100);
        _finalize(0);
        vm.snapshotGasLastCall(FUNDING, "finalize, 100 projects");
    }

    function test_gas_quadraticFundingThousandProjects() public {
        _openWith(1_000);
        this.giveToAll(1_000);
        _finalize(0);
        vm.snapshotGasLastCall(FUNDING, "finalize, 1,000 projects");
    }

    /// @dev The tenth part of the projects gets the cap.
    function test_gas_quadraticFundingCap() public {
        IQuadraticFunding.Terms memory terms = _terms();
        terms.cap = 1.2 ether;
        _open(terms, 1_000);
        this.giveToAll(1_000);
        for (uint256 i = 1; i <= 1_000; i += 10) {
            _give(cleo, i);
        }
        _finalize(_funding.projectOf(_roundId, 1).pairs);
        vm.snapshotGasLastCall(FUNDING, "finalize, 1,000 projects with a cap");
    }

    function test_gas_quadraticFundingOff() public {
        IQuadraticFunding.Terms memory terms = _terms();
        terms.deposit = 1 ether;
        vm.prank(address(timelock));
        _roundId = _funding.openRound("round", terms);
        vm.snapshotGasLastCall(FUNDING, "openRound");
        vm.prank(stranger);
        _funding.fund(_roundId, POOL);
        vm.snapshotGasLastCall(FUNDING, "fund, first");
        vm.prank(stranger);
        _funding.fund(_roundId, POOL);
        vm.snapshotGasLastCall(FUNDING, "fund, again");
        _submit(1);
        vm.snapshotGasLastCall(FUNDING, "submitApplication, with a deposit");
        vm.prank(ben);
        _funding.review(_roundId, 1, true, "it fits");
        vm.snapshotGasLastCall(FUNDING, "review, accepted");
        vm.warp(_terms().givingFrom);
        _give(ada, 1);
        vm.prank(address(timelock));
        _funding.cancel(_roundId, "the builder has died");
        vm.snapshotGasLastCall(FUNDING, "cancel");
        vm.prank(ada);
        _funding.returnGift(_roundId, 0, 1, ada);
        vm.snapshotGasLastCall(FUNDING, "returnGift");
        vm.prank(stranger);
        _funding.returnFunding(_roundId, stranger);
        vm.snapshotGasLastCall(FUNDING, "returnFunding");
        vm.prank(stranger);
        _funding.returnDeposit(_roundId, 1, stranger);
        vm.snapshotGasLastCall(FUNDING, "returnDeposit");
    }

    /// @dev In one transaction, like what follows: with a transaction for each, the runner takes longer for each than for the
    /// one before.
    function admitCrowd(uint256 first, uint256 last) external {
        for (uint256 i = first; i <= last; ++i) {
            admitByAuthority(_crowd(i), 0);
            _endow(_crowd(i));
        }
    }

    function giveAsCrowd(uint256 first, uint256 last) external {
        for (uint256 i = first; i <= last; ++i) _give(_crowd(i), 1);
    }

    /// @dev Two gifts to each project.
    function giveToAll(uint256 projects) external {
        for (uint256 i = 1; i <= projects; ++i) {
            _give(ada, i);
            _give(ben, i);
        }
    }

    function applyAll(uint256 projects) external {
        for (uint256 i = 1; i <= projects; ++i) {
            _submit(i);
            vm.prank(ben);
            _funding.review(_roundId, i, true, "it fits");
        }
    }

    function _terms() private view returns (IQuadraticFunding.Terms memory terms) {
        terms.communityId = communityId;
        terms.token = address(_token);
        terms.givingFrom = uint48(START + 10 days);
        terms.givingUntil = uint48(START + 20 days);
        terms.reviewUntil = uint48(START + 25 days);
        terms.expiresAt = uint48(START + 55 days);
        terms.minGift = 1;
        terms.undoPeriod = 1 hours;
        terms.document = "document";
    }

    function _openWith(uint256 projects) private {
        _open(_terms(), projects);
    }

    function _open(IQuadraticFunding.Terms memory terms, uint256 projects) private {
        vm.prank(address(timelock));
        _roundId = _funding.openRound("round", terms);
        vm.prank(stranger);
        _funding.fund(_roundId, POOL);
        this.applyAll(projects);
        vm.warp(terms.givingFrom);
    }

    function _submit(uint256 project) private {
        address recipient = address(uint160(0xbeef0000 + project));
        vm.prank(stranger);
        _funding.submitApplication(_roundId, recipient, NO_VERSION, "document", "ipfs://text");
    }

    function _give(address donor, uint256 project) private {
        IQuadraticFunding.Gift[] memory gifts = new IQuadraticFunding.Gift[](1);
        gifts[0] = IQuadraticFunding.Gift(uint32(project), uint104(AMOUNT));
        vm.prank(donor);
        _funding.give(_roundId, 0, gifts, AMOUNT);
    }

    function _finalize(uint256 threshold) private {
        vm.warp(_terms().reviewUntil);
        vm.prank(stranger);
        _funding.finalize(_roundId, threshold);
    }

    function _endow(address account) private {
        _token.mint(account, 1e30);
        vm.prank(account);
        _token.approve(address(_funding), type(uint256).max);
    }

    function _crowd(uint256 index) private pure returns (address) {
        return address(uint160(0xc0de00000 + index));
    }
}
