// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Base64} from "@openzeppelin/contracts/utils/Base64.sol";
import {MembershipCard} from "../../src/membership/MembershipCard.sol";
import {Roles} from "../../src/types/Roles.sol";
import {CommunityFixture} from "../governance/CommunityFixture.sol";

contract MembershipCardTest is CommunityFixture {
    function test_tokenURI_isTheCardOfTheMember() public view {
        vm.assertEq(
            membership.tokenURI(1),
            MembershipCard.tokenURI("Valley Commons", 1, START, Roles.ELDER | Roles.STEWARD)
        );
        vm.assertEq(membership.tokenURI(5), MembershipCard.tokenURI("Valley Commons", 5, START, 0));
    }

    function test_tokenURI_rendersWithoutAServer() public pure {
        string memory image = Base64.encode(
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 400" role="img">'
            '<rect width="640" height="400" rx="24" fill="#17352d"/>'
            '<g fill="#f4efe2" font-family="sans-serif"><text x="40" y="84" font-size="17">A &amp; B</text>'
            '<text x="40" y="232" font-size="96">#7</text>'
            '<text x="40" y="344" font-size="22">Member, Elder, Steward, Treasurer</text></g></svg>'
        );
        string memory json = string.concat(
            '{"name":"A & B #7","description":"One member, one vote. Never transferred, never for sale.",'
            '"image":"data:image/svg+xml;base64,',
            image,
            '","attributes":[{"trait_type":"Member","value":7},'
            '{"trait_type":"Joined","display_type":"date","value":1800000000},'
            '{"trait_type":"Roles","value":"Member, Elder, Steward, Treasurer"}]}'
        );
        vm.assertEq(
            MembershipCard.tokenURI("A & B", 7, 1_800_000_000, Roles.ALL),
            string.concat("data:application/json;base64,", Base64.encode(bytes(json)))
        );
    }

    function test_tokenURI_escapesAHostileNameInBothLanguages() public pure {
        string memory image = Base64.encode(
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 400" role="img">'
            '<rect width="640" height="400" rx="24" fill="#17352d"/>'
            '<g fill="#f4efe2" font-family="sans-serif"><text x="40" y="84" font-size="17">&quot;\\&lt;b&gt; </text>'
            '<text x="40" y="232" font-size="96">#1</text>'
            '<text x="40" y="344" font-size="22">Member</text></g></svg>'
        );
        string memory json = string.concat(
            '{"name":"\\"\\\\<b>\\n #1","description":"One member, one vote. Never transferred, never for sale.",'
            '"image":"data:image/svg+xml;base64,',
            image,
            '","attributes":[{"trait_type":"Member","value":1},'
            '{"trait_type":"Joined","display_type":"date","value":0},'
            '{"trait_type":"Roles","value":"Member"}]}'
        );
        vm.assertEq(
            MembershipCard.tokenURI('"\\<b>\n', 1, 0, 0),
            string.concat("data:application/json;base64,", Base64.encode(bytes(json)))
        );
    }

    /// @dev By the numbers that are in every record and every event, whatever they are called.
    function test_tokenURI_namesEveryRoleByItself() public pure {
        string[8] memory names = [
            "Member",
            "Member, Elder",
            "Member, Steward",
            "Member, Elder, Steward",
            "Member, Treasurer",
            "Member, Elder, Treasurer",
            "Member, Steward, Treasurer",
            "Member, Elder, Steward, Treasurer"
        ];
        for (uint8 roles = 0; roles < 8; ++roles) {
            string memory image = Base64.encode(
                abi.encodePacked(
                    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 400" role="img">'
                    '<rect width="640" height="400" rx="24" fill="#17352d"/>'
                    '<g fill="#f4efe2" font-family="sans-serif"><text x="40" y="84" font-size="17">A</text>'
                    '<text x="40" y="232" font-size="96">#1</text><text x="40" y="344" font-size="22">',
                    names[roles],
                    "</text></g></svg>"
                )
            );
            string memory json = string.concat(
                '{"name":"A #1","description":"One member, one vote. Never transferred, never for sale.",'
                '"image":"data:image/svg+xml;base64,',
                image,
                '","attributes":[{"trait_type":"Member","value":1},'
                '{"trait_type":"Joined","display_type":"date","value":0},'
                '{"trait_type":"Roles","value":"',
                names[roles],
                '"}]}'
            );
            vm.assertEq(
                MembershipCard.tokenURI("A", 1, 0, roles),
                string.concat("data:application/json;base64,", Base64.encode(bytes(json)))
            );
        }
    }

    function test_escapeXML_escapesMarkup() public pure {
        vm.assertEq(
            MembershipCard.escapeXML('</text><script>"it\'s" & more\n\x00\x1f'),
            "&lt;/text&gt;&lt;script&gt;&quot;it&#39;s&quot; &amp; more   "
        );
        vm.assertEq(MembershipCard.escapeXML(""), "");
        vm.assertEq(MembershipCard.escapeXML('""""'), "&quot;&quot;&quot;&quot;", "six bytes for each");
        vm.assertEq(MembershipCard.escapeXML(unicode"Te Reo Māori 🌾"), unicode"Te Reo Māori 🌾");
    }

    function testFuzz_escapeXML_leavesNothingThatCouldEndTheText(bytes calldata name) public pure {
        bytes memory escaped = bytes(MembershipCard.escapeXML(string(name)));
        vm.assertGe(escaped.length, name.length);
        for (uint256 i = 0; i < escaped.length; ++i) {
            bytes1 char = escaped[i];
            vm.assertTrue(char >= 0x20 && char != "<" && char != ">" && char != '"' && char != "'");
            if (char == "&") vm.assertTrue(_isEntityAt(escaped, i));
        }
    }

    function _isEntityAt(bytes memory text, uint256 start) private pure returns (bool) {
        for (uint256 end = start + 3; end <= start + 5 && end < text.length; ++end) {
            if (text[end] == ";") return true;
        }
        return false;
    }
}
