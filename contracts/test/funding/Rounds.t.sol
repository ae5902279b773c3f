// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IQuadraticFunding} from "../../src/interfaces/IQuadraticFunding.sol";
import {RoundId} from "../../src/types/Ids.sol";
import {FundingFixture} from "./FundingFixture.sol";

/// @notice A round from its opening to the last base unit.
contract RoundsTest is FundingFixture {
    /// @dev A published example, worked through by hand. In units of 1,000,000: A has gifts of 1, 4, 1 and 9, B of six times 1
    /// and 4, C of 1, 9, 1, 9, 1, 9 and 4; the pool holds 100, the matches come to 34, 54 and 162.
    function test_aRoundPaysWhatIsWorkedOutByHand() public {
        RoundId roundId = open("round", terms());
        fund(roundId, 100e6);
        withProjects(roundId, 3);
        vm.warp(GIVING);
        phase(roundId, IQuadraticFunding.Phase.Giving);
        uint8[7][3] memory gifts = [[1, 4, 1, 9, 0, 0, 0], [1, 1, 1, 1, 1, 1, 4], [1, 9, 1, 9, 1, 9, 4]];
        uint256[3] memory sums;
        for (uint256 i = 0; i < 3; ++i) {
            for (uint64 j = 0; j < 7; ++j) {
                if (gifts[i][j] == 0) continue;
                // Two of them are the hill's.
                give(roundId, j < 5 ? member(j + 1) : hillMember(j + 1), i + 1, uint256(gifts[i][j]) * 1e6);
                sums[i] += uint256(gifts[i][j]) * 1e6;
            }
        }
        vm.warp(DECIDING);
        vm.prank(stranger);
        funding.finalize(roundId, 0);

        uint256[3] memory matches = [uint256(13_600_000), 21_600_000, 64_800_000];
        for (uint256 i = 0; i < 3; ++i) {
            IQuadraticFunding.Explanation memory slip = funding.explain(roundId, i + 1);
            vm.assertEq(slip.pay, matches[i], "match");
            vm.assertEq(slip.gifts, sums[i], "gifts");
            funding.claim(roundId, i + 1);
            vm.assertEq(token.balanceOf(recipientOf(i + 1)), matches[i] + sums[i], "paid");
        }
        vm.assertEq(token.balanceOf(address(funding)), 0, "nothing stays");
    }
}
