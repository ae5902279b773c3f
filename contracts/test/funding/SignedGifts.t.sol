// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {QuadraticFunding} from "../../src/funding/QuadraticFunding.sol";
import {IQuadraticFunding} from "../../src/interfaces/IQuadraticFunding.sol";
import {IWrappedNative} from "../../src/interfaces/IWrappedNative.sol";
import {RoundId} from "../../src/types/Ids.sol";
import {FeeTokenDouble, PermitTokenDouble} from "../doubles/GiftTokenDoubles.sol";
import {Permit2Double} from "../doubles/Permit2Double.sol";
import {SignerDouble} from "../doubles/SignerDouble.sol";
import {FundingFixture} from "./FundingFixture.sol";

/// @notice Gifts that somebody else hands in, and allowances by signature. All hashes are written out here rather than read
/// from the contract, so that a change there cannot pass unseen.
contract SignedGiftsTest is FundingFixture {
    bytes32 private constant DOMAIN_TYPEHASH = keccak256(
        "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
    );

    bytes32 private constant GIFT_TYPEHASH = keccak256("Gift(uint32 project,uint104 amount)");

    bytes32 private constant CART_TYPEHASH = keccak256(
        "Cart(bytes32 roundId,address giver,uint8 community,Gift[] gifts,uint256 total,uint256 nonce,uint256 deadline)Gift(uint32 project,uint104 amount)"
    );

    bytes32 private constant WITNESS_TYPEHASH = keccak256(
        "GiftCart(bytes32 roundId,uint8 community,Gift[] gifts,uint256 total)Gift(uint32 project,uint104 amount)"
    );

    bytes32 private constant PERMIT2_TYPEHASH = keccak256(
        "PermitWitnessTransferFrom(TokenPermissions permitted,address spender,uint256 nonce,uint256 deadline,GiftCart witness)Gift(uint32 project,uint104 amount)GiftCart(bytes32 roundId,uint8 community,Gift[] gifts,uint256 total)TokenPermissions(address token,uint256 amount)"
    );

    bytes32 private constant PERMIT_TYPEHASH = keccak256(
        "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"
    );

    uint256 private constant CURVE_ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;

    uint256 private constant DEADLINE = GIVING + 1 days;

    RoundId private _roundId;

    address private _ada;

    function setUp() public override {
        super.setUp();
        _roundId = opened("round", terms(), 2);
        _ada = member(1);
    }

    // giveBySig

    function test_giveBySig_countsForWhoeverSigned() public {
        IQuadraticFunding.Cart memory signed = _cart();
        bytes memory signature = _sign(signed);
        uint256 balance = token.balanceOf(_ada);
        vm.expectEmit(address(funding));
        emit IQuadraticFunding.NonceUsed(_ada, 7);
        vm.expectEmit(address(funding));
        emit IQuadraticFunding.GiftMade(_roundId, 1, 1, _ada, 30, 30);
        vm.prank(stranger);
        funding.giveBySig(signed, signature);
        vm.assertEq(givenBy(_roundId, RIVER, 1, 2), 70);
        vm.assertEq(balance - token.balanceOf(_ada), 100);
        vm.assertTrue(funding.isNonceUsed(_ada, 7));
        vm.assertFalse(funding.isNonceUsed(_ada, 8));
    }

    function test_giveBySig_countsForAContractThatAgreesToThisVeryCart() public {
        SignerDouble wallet = new SignerDouble();
        riverRoll.setMember(address(wallet), 9, START, 0);
        endow(address(wallet));
        IQuadraticFunding.Cart memory signed = _cart();
        signed.giver = address(wallet);
        _expectInvalid(address(wallet));
        funding.giveBySig(signed, "");
        wallet.agree(_digest(signed));
        funding.giveBySig(signed, "");
        vm.assertEq(givenBy(_roundId, RIVER, 9, 2), 70);
    }

    function test_giveBySig_creditsWhatArrives() public {
        use(new FeeTokenDouble());
        IQuadraticFunding.Cart memory signed = _cart();
        signed.roundId = opened("kept", _later(), 2);
        funding.giveBySig(signed, _sign(signed));
        vm.assertEq(givenBy(signed.roundId, RIVER, 1, 1), 29);
        vm.assertEq(givenBy(signed.roundId, RIVER, 1, 2), 70);
    }

    function test_giveBySig_countsOnce() public {
        IQuadraticFunding.Cart memory signed = _cart();
        bytes memory signature = _sign(signed);
        funding.giveBySig(signed, signature);
        vm.expectRevert(abi.encodeWithSelector(IQuadraticFunding.QuadraticFunding_NonceUsed.selector, _ada, 7));
        funding.giveBySig(signed, signature);
    }

    function test_giveBySig_takesNoncesInAnyOrder() public {
        IQuadraticFunding.Cart memory signed = _cart();
        uint256[4] memory nonces = [type(uint256).max, 0, 256, 255];
        for (uint256 i = 0; i < 4; ++i) {
            signed.nonce = nonces[i];
            funding.giveBySig(signed, _sign(signed));
        }
        vm.assertEq(givenBy(_roundId, RIVER, 1, 1), 120);
    }

    function test_giveBySig_isPutOutOfForceByItsNonce() public {
        IQuadraticFunding.Cart memory signed = _cart();
        bytes memory signature = _sign(signed);
        vm.prank(stranger);
        funding.useNonce(7);
        vm.startPrank(_ada);
        vm.expectEmit(address(funding));
        emit IQuadraticFunding.NonceUsed(_ada, 7);
        funding.useNonce(7);
        bytes memory used = abi.encodeWithSelector(IQuadraticFunding.QuadraticFunding_NonceUsed.selector, _ada, 7);
        vm.expectRevert(used);
        funding.useNonce(7);
        vm.stopPrank();
        vm.expectRevert(used);
        funding.giveBySig(signed, signature);
    }

    function test_giveBySig_countsToTheLastSecondOfItsDeadline() public {
        IQuadraticFunding.Cart memory signed = _cart();
        bytes memory signature = _sign(signed);
        vm.warp(DEADLINE + 1);
        vm.expectRevert(abi.encodeWithSelector(IQuadraticFunding.QuadraticFunding_SignatureExpired.selector, DEADLINE));
        funding.giveBySig(signed, signature);
        vm.warp(DEADLINE);
        funding.giveBySig(signed, signature);
    }

    function testFuzz_giveBySig_refusesASignatureOfAnythingElse(uint256 what) public {
        IQuadraticFunding.Cart memory signed = _cart();
        bytes memory signature = _sign(signed);
        what %= 8;
        if (what == 0) signed.giver = member(2);
        else if (what == 1) signed.roundId = opened("another round", _later(), 2);
        else if (what == 2) signed.community = 1;
        else if (what == 3) signed.gifts[0].project = 2;
        else if (what == 4) (signed.gifts[0].amount, signed.gifts[1].amount) = (31, 69);
        else if (what == 5) (signed.gifts[0].amount, signed.total) = (31, 101);
        else if (what == 6) signed.nonce = 8;
        else signed.deadline += 1;
        _expectInvalid(signed.giver);
        funding.giveBySig(signed, signature);
    }

    function test_giveBySig_refusesASignatureForAnotherChainOrContract() public {
        IQuadraticFunding.Cart memory signed = _cart();
        bytes memory signature = _sign(signed);
        QuadraticFunding other = new QuadraticFunding(communities, permit2, IWrappedNative(address(wrapped)));
        funding.giveBySig(signed, signature);
        signed.nonce = 8;
        bytes32 digest = _typed(address(other), block.chainid, _hash(signed));
        _expectInvalid(_ada);
        funding.giveBySig(signed, _signature(_key(), digest));
        digest = _typed(address(funding), block.chainid + 1, _hash(signed));
        _expectInvalid(_ada);
        funding.giveBySig(signed, _signature(_key(), digest));
        vm.chainId(block.chainid + 1);
        funding.giveBySig(signed, _signature(_key(), digest));
    }

    function test_giveBySig_refusesShortMalleableAndStrangersSignatures() public {
        IQuadraticFunding.Cart memory signed = _cart();
        bytes32 digest = _digest(signed);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(_key(), digest);
        bytes[6] memory signatures = [
            abi.encodePacked(r, bytes32(uint256(s) | (uint256(v - 27) << 255))),
            abi.encodePacked(r, bytes32(CURVE_ORDER - uint256(s)), v == 27 ? uint8(28) : uint8(27)),
            abi.encodePacked(r, s, v - 27),
            abi.encodePacked(r, s, v, uint8(0)),
            _signature(uint256(keccak256("somebody else")), digest),
            bytes("")
        ];
        for (uint256 i = 0; i < signatures.length; ++i) {
            _expectInvalid(_ada);
            funding.giveBySig(signed, signatures[i]);
        }
        signed.giver = address(0);
        _expectInvalid(address(0));
        funding.giveBySig(signed, signatures[0]);
        vm.assertFalse(funding.isNonceUsed(_ada, 7), "a nonce is not used up by who did not sign");
    }

    function test_giveBySig_asksOfTheGiverWhatGivingAsks() public {
        IQuadraticFunding.Cart memory signed = _cart();
        signed.total = 99;
        bytes memory signature = _sign(signed);
        expectWrongTotal(99, 100);
        funding.giveBySig(signed, signature);
        signed = _cart();
        signed.community = 1;
        signature = _sign(signed);
        expectNotEligible(_roundId, HILL, _ada);
        funding.giveBySig(signed, signature);
        signed.community = 0;
        signature = _sign(signed);
        riverRoll.setMember(_ada, 1, START, GIVING);
        expectNotEligible(_roundId, RIVER, _ada);
        funding.giveBySig(signed, signature);
    }

    // permit

    function test_permit_allowsAGiftInOneTransaction() public {
        (RoundId roundId, bytes memory permitting) = _permitted();
        bytes[] memory calls = new bytes[](2);
        (calls[0], calls[1]) = (permitting, abi.encodeCall(funding.give, (roundId, RIVER, cart(1, 50), 50)));
        vm.prank(_ada);
        funding.multicall(calls);
        vm.assertEq(givenBy(roundId, RIVER, 1, 1), 50);
    }

    function test_permit_changesNothingWhereItWasHandedInBefore() public {
        (RoundId roundId, bytes memory permitting) = _permitted();
        vm.prank(stranger);
        (bool done, ) = address(funding).call(permitting);
        vm.assertTrue(done);
        bytes[] memory calls = new bytes[](2);
        (calls[0], calls[1]) = (permitting, abi.encodeCall(funding.give, (roundId, RIVER, cart(1, 50), 50)));
        vm.prank(_ada);
        funding.multicall(calls);
        vm.assertEq(givenBy(roundId, RIVER, 1, 1), 50);
    }

    function test_permit_letsASignedCartComeWithItsAllowance() public {
        (RoundId roundId, bytes memory permitting) = _permitted();
        IQuadraticFunding.Cart memory signed = _cart();
        (signed.roundId, signed.gifts, signed.total) = (roundId, cart(1, 50), 50);
        bytes[] memory calls = new bytes[](2);
        (calls[0], calls[1]) = (permitting, abi.encodeCall(funding.giveBySig, (signed, _sign(signed))));
        vm.prank(stranger);
        funding.multicall(calls);
        vm.assertEq(givenBy(roundId, RIVER, 1, 1), 50);
    }

    function test_permit_changesNothingOfATokenWithoutIt() public {
        vm.prank(_ada);
        funding.permit(address(token), _ada, 50, DEADLINE, 27, 0, 0);
        give(_roundId, _ada, 1, 50);
    }

    // giveWithPermit2

    function test_giveWithPermit2_countsForWhoeverSigned() public {
        IQuadraticFunding.Cart memory signed = _cart();
        bytes memory signature = _sign2(signed);
        _approvePermit2();
        vm.expectEmit(address(funding));
        emit IQuadraticFunding.GiftMade(_roundId, 1, 1, _ada, 30, 30);
        vm.prank(stranger);
        funding.giveWithPermit2(signed, signature);
        vm.assertEq(givenBy(_roundId, RIVER, 1, 2), 70);
        vm.assertEq(token.balanceOf(address(funding)), 100);

        vm.expectRevert(Permit2Double.InvalidNonce.selector);
        funding.giveWithPermit2(signed, signature);
    }

    function testFuzz_giveWithPermit2_bindsTheCart(uint256 what) public {
        IQuadraticFunding.Cart memory signed = _cart();
        bytes memory signature = _sign2(signed);
        _approvePermit2();
        what %= 7;
        if (what == 0) signed.giver = member(2);
        else if (what == 1) signed.roundId = opened("another round", _later(), 2);
        else if (what == 2) signed.gifts[0].project = 2;
        else if (what == 3) (signed.gifts[0].amount, signed.gifts[1].amount) = (31, 69);
        else if (what == 4) (signed.gifts[0].amount, signed.total) = (31, 101);
        else if (what == 5) signed.nonce = 8;
        else signed.deadline += 1;
        vm.expectRevert(Permit2Double.InvalidSigner.selector);
        funding.giveWithPermit2(signed, signature);
    }

    function test_giveWithPermit2_countsForAMemberOfAnotherCommunity() public {
        riverRoll.setMember(_ada, 1, START, GIVING);
        hillRoll.setMember(_ada, 9, START, 0);
        IQuadraticFunding.Cart memory signed = _cart();
        signed.community = 1;
        _approvePermit2();
        funding.giveWithPermit2(signed, _sign2(signed));
        vm.assertEq(givenBy(_roundId, HILL, 9, 2), 70);
    }

    function test_giveWithPermit2_bindsTheCommunity() public {
        IQuadraticFunding.Cart memory signed = _cart();
        signed.community = 1;
        bytes memory signature = _sign2(signed);
        _approvePermit2();
        signed.community = 0;
        vm.expectRevert(Permit2Double.InvalidSigner.selector);
        funding.giveWithPermit2(signed, signature);
    }

    function test_giveWithPermit2_asksOfTheGiverWhatGivingAsks() public {
        _approvePermit2();
        IQuadraticFunding.Cart memory signed = _cart();
        signed.total = 99;
        bytes memory signature = _sign2(signed);
        expectWrongTotal(99, 100);
        funding.giveWithPermit2(signed, signature);
        signed = _cart();
        signature = _sign2(signed);
        vm.warp(DEADLINE + 1);
        vm.expectRevert(abi.encodeWithSelector(Permit2Double.SignatureExpired.selector, DEADLINE));
        funding.giveWithPermit2(signed, signature);
        riverRoll.setMember(_ada, 1, START, GIVING);
        expectNotEligible(_roundId, RIVER, _ada);
        funding.giveWithPermit2(signed, signature);
    }

    function test_giveWithPermit2_creditsWhatArrives() public {
        use(new FeeTokenDouble());
        IQuadraticFunding.Cart memory signed = _cart();
        signed.roundId = opened("kept", _later(), 2);
        _approvePermit2();
        funding.giveWithPermit2(signed, _sign2(signed));
        vm.assertEq(givenBy(signed.roundId, RIVER, 1, 1), 29);
        vm.assertEq(givenBy(signed.roundId, RIVER, 1, 2), 70);
    }

    // -----

    function _expectInvalid(address giver) private {
        vm.expectRevert(abi.encodeWithSelector(IQuadraticFunding.QuadraticFunding_InvalidSignature.selector, giver));
    }

    function _approvePermit2() private {
        vm.prank(_ada);
        token.approve(address(permit2), type(uint256).max);
    }

    /// @dev A round in a token with EIP-2612, which ada allows to take 50, and no more than that.
    function _permitted() private returns (RoundId roundId, bytes memory permitting) {
        PermitTokenDouble permitted = new PermitTokenDouble();
        use(permitted);
        vm.prank(_ada);
        permitted.approve(address(funding), 0);
        roundId = opened("permitted", _later(), 1);
        bytes32 structHash = keccak256(abi.encode(PERMIT_TYPEHASH, _ada, address(funding), 50, 0, DEADLINE));
        bytes32 domain = IERC20Permit(address(permitted)).DOMAIN_SEPARATOR();
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(_key(), keccak256(abi.encodePacked(hex"1901", domain, structHash)));
        permitting = abi.encodeCall(funding.permit, (address(permitted), _ada, 50, DEADLINE, v, r, s));
    }

    /// @dev Opened anew while the first round is under way.
    function _later() private returns (IQuadraticFunding.Terms memory t) {
        vm.warp(START);
        return terms();
    }

    function _sign(IQuadraticFunding.Cart memory signed) private view returns (bytes memory) {
        return _signature(_key(), _digest(signed));
    }

    function _sign2(IQuadraticFunding.Cart memory signed) private view returns (bytes memory) {
        bytes32 permissions = keccak256(
            abi.encode(keccak256("TokenPermissions(address token,uint256 amount)"), address(token), signed.total)
        );
        bytes32 witness = keccak256(
            abi.encode(WITNESS_TYPEHASH, signed.roundId, signed.community, _hashOf(signed.gifts), signed.total)
        );
        bytes32 structHash = keccak256(
            abi.encode(PERMIT2_TYPEHASH, permissions, address(funding), signed.nonce, signed.deadline, witness)
        );
        return _signature(_key(), keccak256(abi.encodePacked(hex"1901", permit2.DOMAIN_SEPARATOR(), structHash)));
    }

    function _digest(IQuadraticFunding.Cart memory signed) private view returns (bytes32) {
        return _typed(address(funding), block.chainid, _hash(signed));
    }

    function _cart() private view returns (IQuadraticFunding.Cart memory) {
        return IQuadraticFunding.Cart(_roundId, _ada, 0, cart(1, 30, 2, 70), 100, 7, DEADLINE);
    }

    function _signature(uint256 key, bytes32 digest) private pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    function _key() private pure returns (uint256) {
        return uint256(keccak256("river's member 1"));
    }

    function _typed(address verifying, uint256 chainId, bytes32 structHash) private pure returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(DOMAIN_TYPEHASH, keccak256("Commonweal Quadratic Funding"), keccak256("1"), chainId, verifying)
        );
        return keccak256(abi.encodePacked(hex"1901", domain, structHash));
    }

    function _hash(IQuadraticFunding.Cart memory signed) private pure returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    CART_TYPEHASH,
                    signed.roundId,
                    signed.giver,
                    signed.community,
                    _hashOf(signed.gifts),
                    signed.total,
                    signed.nonce,
                    signed.deadline
                )
            );
    }

    function _hashOf(IQuadraticFunding.Gift[] memory gifts) private pure returns (bytes32) {
        bytes memory hashes = "";
        for (uint256 i = 0; i < gifts.length; ++i) {
            bytes32 gift = keccak256(abi.encode(GIFT_TYPEHASH, gifts[i].project, gifts[i].amount));
            hashes = abi.encodePacked(hashes, gift);
        }
        return keccak256(hashes);
    }
}
