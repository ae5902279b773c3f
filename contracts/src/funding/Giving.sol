// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {BitMaps} from "@openzeppelin/contracts/utils/structs/BitMaps.sol";
import {IMembership} from "../interfaces/IMembership.sol";
import {IPermit2} from "../interfaces/IPermit2.sol";
import {IQuadraticFunding} from "../interfaces/IQuadraticFunding.sol";
import {IWrappedNative} from "../interfaces/IWrappedNative.sol";
import {RoundId} from "../types/Ids.sol";
import {Matching} from "./Matching.sol";
import {Rounds} from "./Rounds.sol";

/// @title Giving
/// @notice Gifts to a round's projects, by the giver's own call or by a signature that somebody else hands in, and what
/// brings them back.
abstract contract Giving is Rounds, EIP712 {
    using BitMaps for BitMaps.BitMap;
    using Matching for Matching.Tally;
    using SafeCast for uint256;

    /// @param latest Of the total, the latest gift, given at `latestAt`.
    struct Contribution {
        uint104 total;
        uint104 latest;
        uint48 latestAt;
    }

    uint256 private constant MOST_IN_HOUSEHOLD = 16;

    bytes32 private constant GIFT_TYPEHASH = keccak256("Gift(uint32 project,uint104 amount)");

    bytes32 private constant CART_TYPEHASH = keccak256(
        "Cart(bytes32 roundId,address giver,uint8 community,Gift[] gifts,uint256 total,uint256 nonce,uint256 deadline)Gift(uint32 project,uint104 amount)"
    );

    bytes32 private constant WITNESS_TYPEHASH = keccak256(
        "GiftCart(bytes32 roundId,uint8 community,Gift[] gifts,uint256 total)Gift(uint32 project,uint104 amount)"
    );

    string private constant WITNESS_TYPE =
        "GiftCart witness)Gift(uint32 project,uint104 amount)GiftCart(bytes32 roundId,uint8 community,Gift[] gifts,uint256 total)TokenPermissions(address token,uint256 amount)";

    /// @notice Uniswap's Permit2; zero where the chain has none.
    IPermit2 public immutable permit2;

    /// @notice The wrapped form of the chain's own money; zero where it has none.
    IWrappedNative public immutable wrappedNative;

    mapping(RoundId roundId => mapping(uint256 project => mapping(uint256 donor => Contribution))) private _gifts;

    mapping(RoundId roundId => mapping(uint256 donor => bytes32)) private _households;

    mapping(RoundId roundId => mapping(bytes32 household => uint256[])) private _donors;

    mapping(address giver => BitMaps.BitMap) private _nonces;

    constructor(IPermit2 permit2_, IWrappedNative wrappedNative_) EIP712("Commonweal Quadratic Funding", "1") {
        (permit2, wrappedNative) = (permit2_, wrappedNative_);
    }

    /// @inheritdoc IQuadraticFunding
    function setHousehold(RoundId roundId, uint256 community, bytes32 household) external override {
        Stored storage round = _in(roundId, Phase.Applications);
        IMembership.Member memory member = _recordOf(roundId, community, msg.sender);
        if (member.memberId == 0 || member.leftAt != 0) {
            revert QuadraticFunding_NotEligible(roundId, community, msg.sender);
        }
        uint256 donor = _donorOf(community, member.memberId);
        _leaveHousehold(_donors[roundId][_households[roundId][donor]], donor);
        _households[roundId][donor] = household;
        if (household != 0) {
            uint256[] storage donors = _donors[roundId][household];
            if (donors.length == MOST_IN_HOUSEHOLD) revert QuadraticFunding_HouseholdFull(household);
            donors.push(donor);
            if (!round.hasHouseholds) round.hasHouseholds = true;
        }
        emit HouseholdSet(roundId, community, member.memberId, household);
    }

    /// @inheritdoc IQuadraticFunding
    function give(
        RoundId roundId,
        uint256 community,
        Gift[] calldata gifts,
        uint256 total
    ) external override nonReentrant {
        Stored storage round = _in(roundId, Phase.Giving);
        uint256 donor = _giverOf(roundId, round, community, msg.sender);
        _requireSum(gifts, total);
        _credit(roundId, round, donor, msg.sender, gifts, total, _take(round.token, msg.sender, total));
    }

    /// @inheritdoc IQuadraticFunding
    function giveNative(
        RoundId roundId,
        uint256 community,
        Gift[] calldata gifts
    ) external payable override nonReentrant {
        Stored storage round = _in(roundId, Phase.Giving);
        if (round.token != address(wrappedNative)) revert QuadraticFunding_NotNative(roundId);
        uint256 donor = _giverOf(roundId, round, community, msg.sender);
        _requireSum(gifts, msg.value);
        uint256 before = IERC20(round.token).balanceOf(address(this));
        wrappedNative.deposit{value: msg.value}();
        _credit(roundId, round, donor, msg.sender, gifts, msg.value, _received(round.token, before, msg.value));
    }

    /// @inheritdoc IQuadraticFunding
    function giveBySig(Cart calldata cart, bytes calldata signature) external override nonReentrant {
        Stored storage round = _in(cart.roundId, Phase.Giving);
        if (block.timestamp > cart.deadline) revert QuadraticFunding_SignatureExpired(cart.deadline);
        _useNonce(cart.giver, cart.nonce);
        bytes32 digest = _hashTypedDataV4(
            keccak256(
                abi.encode(
                    CART_TYPEHASH,
                    cart.roundId,
                    cart.giver,
                    cart.community,
                    _hashOf(cart.gifts),
                    cart.total,
                    cart.nonce,
                    cart.deadline
                )
            )
        );
        if (!SignatureChecker.isValidSignatureNowCalldata(cart.giver, digest, signature)) {
            revert QuadraticFunding_InvalidSignature(cart.giver);
        }
        uint256 donor = _giverOf(cart.roundId, round, cart.community, cart.giver);
        _requireSum(cart.gifts, cart.total);
        uint256 received = _take(round.token, cart.giver, cart.total);
        _credit(cart.roundId, round, donor, cart.giver, cart.gifts, cart.total, received);
    }

    /// @inheritdoc IQuadraticFunding
    function giveWithPermit2(Cart calldata cart, bytes calldata signature) external override nonReentrant {
        Stored storage round = _in(cart.roundId, Phase.Giving);
        uint256 donor = _giverOf(cart.roundId, round, cart.community, cart.giver);
        _requireSum(cart.gifts, cart.total);
        uint256 before = IERC20(round.token).balanceOf(address(this));
        bytes32 witness = keccak256(
            abi.encode(WITNESS_TYPEHASH, cart.roundId, cart.community, _hashOf(cart.gifts), cart.total)
        );
        permit2.permitWitnessTransferFrom(
            IPermit2.PermitTransferFrom(IPermit2.TokenPermissions(round.token, cart.total), cart.nonce, cart.deadline),
            IPermit2.SignatureTransferDetails(address(this), cart.total),
            cart.giver,
            witness,
            WITNESS_TYPE,
            signature
        );
        uint256 received = _received(round.token, before, cart.total);
        _credit(cart.roundId, round, donor, cart.giver, cart.gifts, cart.total, received);
    }

    /// @inheritdoc IQuadraticFunding
    function permit(
        address token,
        address owner,
        uint256 value,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external override {
        // Somebody may have handed it in first: what counts is the allowance that there is then.
        // solhint-disable-next-line no-empty-blocks
        try IERC20Permit(token).permit(owner, address(this), value, deadline, v, r, s) {} catch {}
    }

    /// @inheritdoc IQuadraticFunding
    function useNonce(uint256 nonce) external override {
        _useNonce(msg.sender, nonce);
    }

    /// @inheritdoc IQuadraticFunding
    function undoGift(RoundId roundId, uint256 community, uint256 project) external override nonReentrant {
        Stored storage round = _in(roundId, Phase.Giving);
        uint256 donor = _ownDonor(roundId, community);
        Contribution storage contribution = _gifts[roundId][project][donor];
        uint256 amount = contribution.latest;
        if (amount == 0 || block.timestamp - contribution.latestAt >= round.undoPeriod) {
            revert QuadraticFunding_NothingDue();
        }
        _return(roundId, round, project, donor, amount, msg.sender);
    }

    /// @inheritdoc IQuadraticFunding
    function returnGift(
        RoundId roundId,
        uint256 community,
        uint256 project,
        address to
    ) external override nonReentrant {
        Stored storage round = _rounds[roundId];
        Status status = _statusOf(roundId, project);
        if (!_isOff(_phaseOf(round)) && status != Status.Rejected) {
            revert QuadraticFunding_WrongStatus(roundId, project, status);
        }
        uint256 donor = _ownDonor(roundId, community);
        uint256 amount = _gifts[roundId][project][donor].total;
        if (amount == 0) revert QuadraticFunding_NothingDue();
        _return(roundId, round, project, donor, amount, to);
    }

    // What is on record -----------------------------------------------------------------------------------------------

    /// @inheritdoc IQuadraticFunding
    function contributionOf(
        RoundId roundId,
        uint256 project,
        uint256 community,
        uint256 memberId
    ) external view override returns (uint256 total, uint256 latest, uint256 latestAt) {
        Contribution storage contribution = _gifts[roundId][project][_donorOf(community, memberId)];
        return (contribution.total, contribution.latest, contribution.latestAt);
    }

    /// @inheritdoc IQuadraticFunding
    function householdOf(
        RoundId roundId,
        uint256 community,
        uint256 memberId
    ) external view override returns (bytes32) {
        return _households[roundId][_donorOf(community, memberId)];
    }

    /// @inheritdoc IQuadraticFunding
    function isNonceUsed(address giver, uint256 nonce) external view override returns (bool) {
        return _nonces[giver].get(nonce);
    }

    // Counting --------------------------------------------------------------------------------------------------------

    /// @dev Credits what arrived to the projects of a cart; where a fee was kept, in proportion, the rest of the rounding to
    /// the last.
    function _credit(
        RoundId roundId,
        Stored storage round,
        uint256 donor,
        address giver,
        Gift[] calldata gifts,
        uint256 total,
        uint256 received
    ) private {
        uint256 minGift = _rolls[roundId][donor >> 64].minGift;
        uint256 rest = received;
        for (uint256 i = 0; i < gifts.length; ++i) {
            (uint256 project, uint256 amount) = (gifts[i].project, gifts[i].amount);
            if (received != total) amount = i + 1 == gifts.length ? rest : Math.mulDiv(amount, received, total);
            rest -= amount;
            if (amount < minGift) revert QuadraticFunding_TooLittle(project, amount);
            _give(roundId, round, project, donor, giver, amount);
        }
    }

    function _give(
        RoundId roundId,
        Stored storage round,
        uint256 project,
        uint256 donor,
        address giver,
        uint256 amount
    ) private {
        Matching.Tally storage tally = _tallies[roundId][project];
        if (tally.status != uint8(Status.Accepted)) {
            revert QuadraticFunding_WrongStatus(roundId, project, Status(tally.status));
        }
        Contribution storage contribution = _gifts[roundId][project][donor];
        uint256 before = contribution.total;
        uint256 total = before + amount;
        contribution.total = total.toUint104();
        contribution.latest = uint104(amount);
        contribution.latestAt = uint48(block.timestamp);
        _count(roundId, round, tally, project, donor, before, total);
        emit GiftMade(roundId, project, donor, giver, amount, total);
    }

    function _return(
        RoundId roundId,
        Stored storage round,
        uint256 project,
        uint256 donor,
        uint256 amount,
        address to
    ) private {
        Contribution storage contribution = _gifts[roundId][project][donor];
        uint256 before = contribution.total;
        uint256 total = before - amount;
        contribution.total = uint104(total);
        contribution.latest = 0;
        contribution.latestAt = 0;
        _count(roundId, round, _tallies[roundId][project], project, donor, before, total);
        _send(round.token, to, amount);
        emit GiftReturned(roundId, project, donor, to, amount, total);
    }

    /// @dev A donor's gifts to a project go from `before` to `total`.
    function _count(
        RoundId roundId,
        Stored storage round,
        Matching.Tally storage tally,
        uint256 project,
        uint256 donor,
        uint256 before,
        uint256 total
    ) private {
        (uint256 from, uint256 to) = tally.move(before, total);
        if (!round.hasHouseholds) return;

        bytes32 household = _households[roundId][donor];
        if (household == 0) return;
        uint256[] storage donors = _donors[roundId][household];
        for (uint256 i = 0; i < donors.length; ++i) {
            if (donors[i] == donor) continue;
            uint256 other = _gifts[roundId][project][donors[i]].total;
            if (other != 0) tally.bind(from, to, Matching.root(other), round.householdBound);
        }
    }

    function _useNonce(address giver, uint256 nonce) private {
        if (_nonces[giver].get(nonce)) revert QuadraticFunding_NonceUsed(giver, nonce);
        _nonces[giver].set(nonce);
        emit NonceUsed(giver, nonce);
    }

    function _leaveHousehold(uint256[] storage donors, uint256 donor) private {
        for (uint256 i = 0; i < donors.length; ++i) {
            if (donors[i] != donor) continue;
            donors[i] = donors[donors.length - 1];
            donors.pop();
            return;
        }
    }

    // Who gives what --------------------------------------------------------------------------------------------------

    /// @dev The donor that an account gives as: of the first of the communities in which it was a member.
    function _giverOf(
        RoundId roundId,
        Stored storage round,
        uint256 community,
        address account
    ) private view returns (uint256 donor) {
        for (uint256 i = 0; i <= community; ++i) {
            IMembership.Member memory member = _recordOf(roundId, i, account);
            bool isIn =
                member.memberId != 0 &&
                    member.joinedAt < round.givingFrom &&
                    (member.leftAt == 0 || member.leftAt > round.givingFrom);
            if (isIn != (i == community)) revert QuadraticFunding_NotEligible(roundId, community, account);
            donor = _donorOf(i, member.memberId);
        }
    }

    /// @dev The donor that the caller's membership is, whether it stands or has ended.
    function _ownDonor(RoundId roundId, uint256 community) private view returns (uint256) {
        uint256 memberId = _recordOf(roundId, community, msg.sender).memberId;
        if (memberId == 0) revert QuadraticFunding_NotDonor(roundId, community, msg.sender);
        return _donorOf(community, memberId);
    }

    function _requireSum(Gift[] calldata gifts, uint256 total) private pure {
        uint256 sum = 0;
        for (uint256 i = 0; i < gifts.length; ++i) sum += gifts[i].amount;
        if (gifts.length == 0 || sum != total) revert QuadraticFunding_WrongTotal(total, sum);
    }

    function _donorOf(uint256 community, uint256 memberId) private pure returns (uint256) {
        return (community << 64) | memberId;
    }

    function _hashOf(Gift[] calldata gifts) private pure returns (bytes32) {
        bytes32[] memory hashes = new bytes32[](gifts.length);
        for (uint256 i = 0; i < gifts.length; ++i) {
            hashes[i] = keccak256(abi.encode(GIFT_TYPEHASH, gifts[i].project, gifts[i].amount));
        }
        return keccak256(abi.encodePacked(hashes));
    }
}
