// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title Matching
/// @notice The arithmetic of quadratic funding, in whole numbers: what is given counts by its root, and a project is matched
/// by the products of the roots of different donors.
/// @dev Of donors who gave c₁ … cₙ a project's match is (Σ√cᵢ)² − Σcᵢ, the sum over pairs of 2√cᵢ√cⱼ (Buterin, Hitzig and
/// Weyl, "A Flexible Design for Funding Public Goods", 2019). Roots are kept as r = ⌊√(c·SCALE)⌋ and pairs as 2rᵢrⱼ, so that
/// a match is a project's pairs divided by SCALE. A root is short by less than one in 10¹⁶·√c, a pair by less than two.
/// `sdk/matching` computes the same in TypeScript; a differential test holds the two together.
library Matching {
    /// @param roots Σr.
    /// @param gifts Base units given to the project.
    /// @param status For {QuadraticFunding}, which reads it in the same breath.
    /// @param pairs Σ over pairs of donors: (Σr)² − Σr², less what households give up.
    struct Tally {
        uint128 roots;
        uint120 gifts;
        uint8 status;
        uint256 pairs;
    }

    /// @notice Base units to be paid for `pairs`: `pairs · numerator / denominator`, and never more than the cap.
    /// @param denominator Zero where every project gets the cap.
    /// @param threshold Projects with as many pairs or more get the cap; zero where none does.
    struct Rate {
        uint256 numerator;
        uint256 denominator;
        uint256 threshold;
        uint256 cap;
    }

    /// @dev A square, so that gifts that are squares have exact roots.
    uint256 internal constant SCALE = 1e32;

    /// @dev With {MOST_ROOTS}, what keeps the pairs of all projects together below 2²⁵⁶.
    uint256 internal constant MOST_PROJECTS = 1024;

    /// @dev 10⁶ donors of 10³⁰ base units each are 10³⁷.
    uint256 internal constant MOST_ROOTS = 1 << 123;

    /// @dev What a tally has room for, in base units.
    uint256 internal constant MOST_GIFTS = 1 << 120;

    /// @dev A match that lies within this part of a base unit under the next whole one is taken as that: the roots are
    /// floors, so what is a whole number comes out a hair short. Of {MOST_PROJECTS} projects it is never one unit together.
    uint256 private constant HAIR = 2048;

    uint256 private constant UNBOUNDED = type(uint128).max;

    /// @notice More was given to a project than can be counted exactly.
    error Matching_TooMuch();

    /// @notice `threshold` does not part the projects that get the cap from the others.
    error Matching_WrongThreshold(uint256 threshold);

    /// @dev One donor's gifts to a project go from `before` to `afterwards`, in base units; those of others stay.
    /// @return from The root of `before`.
    /// @return to The root of `afterwards`.
    function move(Tally storage tally, uint256 before, uint256 afterwards) internal returns (uint256 from, uint256 to) {
        (from, to) = (root(before), root(afterwards));
        uint256 others = tally.roots - from;
        uint256 roots = others + to;
        uint256 gifts = tally.gifts + afterwards - before;
        if (roots >= MOST_ROOTS || gifts >= MOST_GIFTS) revert Matching_TooMuch();
        (tally.roots, tally.gifts) = (uint128(roots), uint120(gifts));
        if (others == 0) return (from, to);
        unchecked {
            // Until {bind} has had its say, a household's pairs may be taken off in full that were never counted so.
            tally.pairs += 2 * (to - from) * others;
        }
    }

    /// @dev What a donor's pair with another of the same household gives up, where the donor's root goes from `before` to
    /// `afterwards`. To be called after {move}, for each of them.
    function bind(Tally storage tally, uint256 before, uint256 afterwards, uint256 other, uint256 bound) internal {
        unchecked {
            tally.pairs += _lost(before, other, bound) - _lost(afterwards, other, bound);
        }
    }

    /// @dev The rate at which `pool` is shared out. In one pass over the projects, whoever proposed `threshold`.
    /// @param pairs Of each project; zeros count nothing.
    /// @param scaleUp Share out all of the pool, also where it is more than the matches.
    function rateOf(
        uint256[] memory pairs,
        uint256 pool,
        uint256 cap,
        bool scaleUp,
        uint256 threshold
    ) internal pure returns (Rate memory) {
        uint256 all = 0;
        uint256 capped = 0;
        uint256 most = cap * SCALE;
        for (uint256 i = 0; i < pairs.length; ++i) {
            all += pairs[i];
            capped += cap == 0 ? pairs[i] : Math.min(pairs[i], most);
        }
        bool isInFull = !scaleUp && capped <= pool * SCALE;
        if (cap != 0 && all != 0) return _filled(pairs, isInFull, pool, cap, threshold);
        if (threshold != 0) revert Matching_WrongThreshold(threshold);
        if (all == 0) return Rate(0, 1, 0, cap);
        return isInFull ? Rate(1, SCALE, 0, 0) : Rate(pool, all, 0, 0);
    }

    /// @dev Base units.
    function payFor(Rate memory rate, uint256 pairs) internal pure returns (uint256 pay) {
        if (pairs == 0) return 0;
        if (rate.threshold != 0 && pairs >= rate.threshold) return rate.cap;
        pay = _part(pairs, rate.numerator, rate.denominator);
        if (rate.cap != 0) pay = Math.min(pay, rate.cap);
    }

    function root(uint256 amount) internal pure returns (uint256) {
        return Math.sqrt(amount * SCALE);
    }

    /// @dev Who would get the cap or more gets the cap. Water-filling, unless all is paid in full: the others share what is
    /// left in proportion.
    function _filled(
        uint256[] memory pairs,
        bool isInFull,
        uint256 pool,
        uint256 cap,
        uint256 threshold
    ) private pure returns (Rate memory rate) {
        uint256 count = 0;
        uint256 least = type(uint256).max;
        uint256 greatest = 0;
        uint256 rest = 0;
        for (uint256 i = 0; i < pairs.length; ++i) {
            if (threshold != 0 && pairs[i] >= threshold) {
                ++count;
                least = Math.min(least, pairs[i]);
            } else {
                rest += pairs[i];
                greatest = Math.max(greatest, pairs[i]);
            }
        }
        bool isNamed = threshold == 0 || (count != 0 && least == threshold);
        if (!isNamed || (!isInFull && count * cap > pool)) revert Matching_WrongThreshold(threshold);
        rate = Rate(1, SCALE, threshold, cap);
        if (!isInFull) (rate.numerator, rate.denominator) = rest == 0 ? (1, 0) : (pool - count * cap, rest);
        bool fits =
            (count == 0 || !_isLess(rate.numerator, least, cap, rate.denominator)) &&
                (rest == 0 || _isLess(rate.numerator, greatest, cap, rate.denominator));
        if (!fits) revert Matching_WrongThreshold(threshold);
    }

    /// @dev `⌊pairs · numerator / denominator⌋`, or the next whole number where it lies less than a hair below that.
    function _part(uint256 pairs, uint256 numerator, uint256 denominator) private pure returns (uint256 part) {
        part = Math.mulDiv(pairs, numerator, denominator);
        if (mulmod(pairs, numerator, denominator) >= denominator - denominator / HAIR) ++part;
    }

    /// @dev Of a pair inside a household, 2rs − 2rs·M/(M + rs/SCALE): what they give to the same project counts the less,
    /// the more it is beside M (Buterin, "Pairwise coordination subsidies", 2019).
    function _lost(uint256 left, uint256 right, uint256 bound) private pure returns (uint256) {
        if (bound == UNBOUNDED || left == 0 || right == 0) return 0;
        uint256 product = left * right;
        return 2 * product - Math.mulDiv(2 * product, bound * SCALE, bound * SCALE + product);
    }

    /// @dev Whether a·b < c·d.
    function _isLess(uint256 a, uint256 b, uint256 c, uint256 d) private pure returns (bool) {
        (uint256 high, uint256 low) = Math.mul512(a, b);
        (uint256 otherHigh, uint256 otherLow) = Math.mul512(c, d);
        return high < otherHigh || (high == otherHigh && low < otherLow);
    }
}
