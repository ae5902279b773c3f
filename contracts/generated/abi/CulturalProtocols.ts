export const culturalProtocolsAbi = [
  {
    "inputs": [
      {
        "internalType": "contract ICommunityRegistry",
        "name": "communityRegistry_",
        "type": "address"
      },
      {
        "internalType": "contract IFederation",
        "name": "federation_",
        "type": "address"
      }
    ],
    "stateMutability": "nonpayable",
    "type": "constructor"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "registry",
        "type": "address"
      }
    ],
    "name": "CommunityBound_InvalidRegistry",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "PolicyId",
        "name": "policyId",
        "type": "bytes32"
      }
    ],
    "name": "CulturalProtocols_AlreadyCreated",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "GroupId",
        "name": "groupId",
        "type": "bytes32"
      }
    ],
    "name": "CulturalProtocols_GroupExists",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "CulturalProtocols_InvalidAudience",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "CulturalProtocols_InvalidSeason",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint16",
        "name": "shareBps",
        "type": "uint16"
      }
    ],
    "name": "CulturalProtocols_InvalidShare",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "PolicyId",
        "name": "policyId",
        "type": "bytes32"
      },
      {
        "internalType": "bytes32",
        "name": "subject",
        "type": "bytes32"
      }
    ],
    "name": "CulturalProtocols_NoConsent",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "CulturalProtocols_NoReason",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "CommunityId",
        "name": "communityId",
        "type": "bytes32"
      },
      {
        "internalType": "address",
        "name": "caller",
        "type": "address"
      }
    ],
    "name": "CulturalProtocols_NotAuthority",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "CommunityId",
        "name": "communityId",
        "type": "bytes32"
      },
      {
        "internalType": "address",
        "name": "caller",
        "type": "address"
      }
    ],
    "name": "CulturalProtocols_NotGuardian",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "PolicyId",
        "name": "policyId",
        "type": "bytes32"
      }
    ],
    "name": "CulturalProtocols_NotOpen",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "PolicyId",
        "name": "policyId",
        "type": "bytes32"
      }
    ],
    "name": "CulturalProtocols_NotStricter",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "given",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "most",
        "type": "uint256"
      }
    ],
    "name": "CulturalProtocols_TooMany",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "parts",
        "type": "uint256"
      }
    ],
    "name": "CulturalProtocols_TooManyParts",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "GroupId",
        "name": "groupId",
        "type": "bytes32"
      }
    ],
    "name": "CulturalProtocols_UnknownGroup",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "PolicyId",
        "name": "policyId",
        "type": "bytes32"
      }
    ],
    "name": "CulturalProtocols_UnknownPolicy",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint16",
        "name": "purposes",
        "type": "uint16"
      }
    ],
    "name": "CulturalProtocols_UnknownPurpose",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint8",
        "name": "roles",
        "type": "uint8"
      }
    ],
    "name": "CulturalProtocols_UnknownRole",
    "type": "error"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "PolicyId",
        "name": "policyId",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "account",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "bool",
        "name": "granted",
        "type": "bool"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "by",
        "type": "address"
      }
    ],
    "name": "CommercialGrantSet",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "PolicyId",
        "name": "policyId",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "internalType": "VersionId",
        "name": "versionId",
        "type": "bytes32"
      },
      {
        "indexed": false,
        "internalType": "bool",
        "name": "approved",
        "type": "bool"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "by",
        "type": "address"
      }
    ],
    "name": "DerivativeApprovalSet",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "GroupId",
        "name": "groupId",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "internalType": "CommunityId",
        "name": "communityId",
        "type": "bytes32"
      },
      {
        "indexed": false,
        "internalType": "uint8",
        "name": "keepers",
        "type": "uint8"
      }
    ],
    "name": "GroupCreated",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "GroupId",
        "name": "groupId",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "account",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "bool",
        "name": "isIn",
        "type": "bool"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "by",
        "type": "address"
      }
    ],
    "name": "GroupMemberSet",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "PolicyId",
        "name": "policyId",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "internalType": "CommunityId",
        "name": "communityId",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "by",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "PolicyId[]",
        "name": "parts",
        "type": "bytes32[]"
      },
      {
        "components": [
          {
            "components": [
              {
                "internalType": "uint8",
                "name": "kinds",
                "type": "uint8"
              },
              {
                "internalType": "uint8",
                "name": "roles",
                "type": "uint8"
              },
              {
                "internalType": "GroupId[]",
                "name": "groups",
                "type": "bytes32[]"
              }
            ],
            "internalType": "struct ICulturalProtocols.Clause[]",
            "name": "audience",
            "type": "tuple[]"
          },
          {
            "internalType": "uint16",
            "name": "purposes",
            "type": "uint16"
          },
          {
            "internalType": "enum ICulturalProtocols.Commercial",
            "name": "commercial",
            "type": "uint8"
          },
          {
            "internalType": "uint16",
            "name": "shareBps",
            "type": "uint16"
          },
          {
            "internalType": "enum ICulturalProtocols.Derivatives",
            "name": "derivatives",
            "type": "uint8"
          },
          {
            "internalType": "bool",
            "name": "outreachOnly",
            "type": "bool"
          },
          {
            "internalType": "enum ICulturalProtocols.Retention",
            "name": "retention",
            "type": "uint8"
          },
          {
            "internalType": "uint8",
            "name": "consentThreshold",
            "type": "uint8"
          },
          {
            "internalType": "uint48",
            "name": "expiresAt",
            "type": "uint48"
          },
          {
            "components": [
              {
                "internalType": "int16",
                "name": "utcOffset",
                "type": "int16"
              },
              {
                "internalType": "uint256",
                "name": "first",
                "type": "uint256"
              },
              {
                "internalType": "uint256",
                "name": "last",
                "type": "uint256"
              }
            ],
            "internalType": "struct ICulturalProtocols.Season",
            "name": "season",
            "type": "tuple"
          },
          {
            "internalType": "address",
            "name": "custodian",
            "type": "address"
          },
          {
            "internalType": "bytes32",
            "name": "attribution",
            "type": "bytes32"
          },
          {
            "internalType": "bytes32",
            "name": "document",
            "type": "bytes32"
          },
          {
            "internalType": "bytes32[]",
            "name": "labels",
            "type": "bytes32[]"
          }
        ],
        "indexed": false,
        "internalType": "struct ICulturalProtocols.Rules",
        "name": "rules",
        "type": "tuple"
      }
    ],
    "name": "PolicyCreated",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "PolicyId",
        "name": "policyId",
        "type": "bytes32"
      },
      {
        "indexed": false,
        "internalType": "uint32",
        "name": "revision",
        "type": "uint32"
      },
      {
        "components": [
          {
            "components": [
              {
                "internalType": "uint8",
                "name": "kinds",
                "type": "uint8"
              },
              {
                "internalType": "uint8",
                "name": "roles",
                "type": "uint8"
              },
              {
                "internalType": "GroupId[]",
                "name": "groups",
                "type": "bytes32[]"
              }
            ],
            "internalType": "struct ICulturalProtocols.Clause[]",
            "name": "audience",
            "type": "tuple[]"
          },
          {
            "internalType": "uint16",
            "name": "purposes",
            "type": "uint16"
          },
          {
            "internalType": "enum ICulturalProtocols.Commercial",
            "name": "commercial",
            "type": "uint8"
          },
          {
            "internalType": "uint16",
            "name": "shareBps",
            "type": "uint16"
          },
          {
            "internalType": "enum ICulturalProtocols.Derivatives",
            "name": "derivatives",
            "type": "uint8"
          },
          {
            "internalType": "bool",
            "name": "outreachOnly",
            "type": "bool"
          },
          {
            "internalType": "enum ICulturalProtocols.Retention",
            "name": "retention",
            "type": "uint8"
          },
          {
            "internalType": "uint8",
            "name": "consentThreshold",
            "type": "uint8"
          },
          {
            "internalType": "uint48",
            "name": "expiresAt",
            "type": "uint48"
          },
          {
            "components": [
              {
                "internalType": "int16",
                "name": "utcOffset",
                "type": "int16"
              },
              {
                "internalType": "uint256",
                "name": "first",
                "type": "uint256"
              },
              {
                "internalType": "uint256",
                "name": "last",
                "type": "uint256"
              }
            ],
            "internalType": "struct ICulturalProtocols.Season",
            "name": "season",
            "type": "tuple"
          },
          {
            "internalType": "address",
            "name": "custodian",
            "type": "address"
          },
          {
            "internalType": "bytes32",
            "name": "attribution",
            "type": "bytes32"
          },
          {
            "internalType": "bytes32",
            "name": "document",
            "type": "bytes32"
          },
          {
            "internalType": "bytes32[]",
            "name": "labels",
            "type": "bytes32[]"
          }
        ],
        "indexed": false,
        "internalType": "struct ICulturalProtocols.Rules",
        "name": "rules",
        "type": "tuple"
      }
    ],
    "name": "PolicyLoosened",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "PolicyId",
        "name": "policyId",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "by",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "uint32",
        "name": "revision",
        "type": "uint32"
      },
      {
        "components": [
          {
            "components": [
              {
                "internalType": "uint8",
                "name": "kinds",
                "type": "uint8"
              },
              {
                "internalType": "uint8",
                "name": "roles",
                "type": "uint8"
              },
              {
                "internalType": "GroupId[]",
                "name": "groups",
                "type": "bytes32[]"
              }
            ],
            "internalType": "struct ICulturalProtocols.Clause[]",
            "name": "audience",
            "type": "tuple[]"
          },
          {
            "internalType": "uint16",
            "name": "purposes",
            "type": "uint16"
          },
          {
            "internalType": "enum ICulturalProtocols.Commercial",
            "name": "commercial",
            "type": "uint8"
          },
          {
            "internalType": "uint16",
            "name": "shareBps",
            "type": "uint16"
          },
          {
            "internalType": "enum ICulturalProtocols.Derivatives",
            "name": "derivatives",
            "type": "uint8"
          },
          {
            "internalType": "bool",
            "name": "outreachOnly",
            "type": "bool"
          },
          {
            "internalType": "enum ICulturalProtocols.Retention",
            "name": "retention",
            "type": "uint8"
          },
          {
            "internalType": "uint8",
            "name": "consentThreshold",
            "type": "uint8"
          },
          {
            "internalType": "uint48",
            "name": "expiresAt",
            "type": "uint48"
          },
          {
            "components": [
              {
                "internalType": "int16",
                "name": "utcOffset",
                "type": "int16"
              },
              {
                "internalType": "uint256",
                "name": "first",
                "type": "uint256"
              },
              {
                "internalType": "uint256",
                "name": "last",
                "type": "uint256"
              }
            ],
            "internalType": "struct ICulturalProtocols.Season",
            "name": "season",
            "type": "tuple"
          },
          {
            "internalType": "address",
            "name": "custodian",
            "type": "address"
          },
          {
            "internalType": "bytes32",
            "name": "attribution",
            "type": "bytes32"
          },
          {
            "internalType": "bytes32",
            "name": "document",
            "type": "bytes32"
          },
          {
            "internalType": "bytes32[]",
            "name": "labels",
            "type": "bytes32[]"
          }
        ],
        "indexed": false,
        "internalType": "struct ICulturalProtocols.Rules",
        "name": "rules",
        "type": "tuple"
      }
    ],
    "name": "PolicyTightened",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "PolicyId",
        "name": "policyId",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "by",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "uint48",
        "name": "until",
        "type": "uint48"
      },
      {
        "indexed": false,
        "internalType": "string",
        "name": "reason",
        "type": "string"
      }
    ],
    "name": "SeasonClosed",
    "type": "event"
  },
  {
    "inputs": [
      {
        "internalType": "PolicyId",
        "name": "policyId",
        "type": "bytes32"
      },
      {
        "internalType": "PolicyId",
        "name": "carried",
        "type": "bytes32"
      }
    ],
    "name": "carries",
    "outputs": [
      {
        "internalType": "bool",
        "name": "",
        "type": "bool"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "PolicyId",
        "name": "policyId",
        "type": "bytes32"
      },
      {
        "internalType": "string",
        "name": "reason",
        "type": "string"
      }
    ],
    "name": "closeEarly",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "PolicyId",
        "name": "policyId",
        "type": "bytes32"
      }
    ],
    "name": "communityOf",
    "outputs": [
      {
        "internalType": "CommunityId",
        "name": "",
        "type": "bytes32"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "communityRegistry",
    "outputs": [
      {
        "internalType": "contract ICommunityRegistry",
        "name": "",
        "type": "address"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "CommunityId",
        "name": "communityId",
        "type": "bytes32"
      },
      {
        "internalType": "bytes32",
        "name": "salt",
        "type": "bytes32"
      },
      {
        "internalType": "uint8",
        "name": "keepers",
        "type": "uint8"
      }
    ],
    "name": "createGroup",
    "outputs": [
      {
        "internalType": "GroupId",
        "name": "groupId",
        "type": "bytes32"
      }
    ],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "CommunityId",
        "name": "communityId",
        "type": "bytes32"
      },
      {
        "internalType": "bytes32",
        "name": "salt",
        "type": "bytes32"
      },
      {
        "internalType": "PolicyId[]",
        "name": "parents",
        "type": "bytes32[]"
      },
      {
        "components": [
          {
            "components": [
              {
                "internalType": "uint8",
                "name": "kinds",
                "type": "uint8"
              },
              {
                "internalType": "uint8",
                "name": "roles",
                "type": "uint8"
              },
              {
                "internalType": "GroupId[]",
                "name": "groups",
                "type": "bytes32[]"
              }
            ],
            "internalType": "struct ICulturalProtocols.Clause[]",
            "name": "audience",
            "type": "tuple[]"
          },
          {
            "internalType": "uint16",
            "name": "purposes",
            "type": "uint16"
          },
          {
            "internalType": "enum ICulturalProtocols.Commercial",
            "name": "commercial",
            "type": "uint8"
          },
          {
            "internalType": "uint16",
            "name": "shareBps",
            "type": "uint16"
          },
          {
            "internalType": "enum ICulturalProtocols.Derivatives",
            "name": "derivatives",
            "type": "uint8"
          },
          {
            "internalType": "bool",
            "name": "outreachOnly",
            "type": "bool"
          },
          {
            "internalType": "enum ICulturalProtocols.Retention",
            "name": "retention",
            "type": "uint8"
          },
          {
            "internalType": "uint8",
            "name": "consentThreshold",
            "type": "uint8"
          },
          {
            "internalType": "uint48",
            "name": "expiresAt",
            "type": "uint48"
          },
          {
            "components": [
              {
                "internalType": "int16",
                "name": "utcOffset",
                "type": "int16"
              },
              {
                "internalType": "uint256",
                "name": "first",
                "type": "uint256"
              },
              {
                "internalType": "uint256",
                "name": "last",
                "type": "uint256"
              }
            ],
            "internalType": "struct ICulturalProtocols.Season",
            "name": "season",
            "type": "tuple"
          },
          {
            "internalType": "address",
            "name": "custodian",
            "type": "address"
          },
          {
            "internalType": "bytes32",
            "name": "attribution",
            "type": "bytes32"
          },
          {
            "internalType": "bytes32",
            "name": "document",
            "type": "bytes32"
          },
          {
            "internalType": "bytes32[]",
            "name": "labels",
            "type": "bytes32[]"
          }
        ],
        "internalType": "struct ICulturalProtocols.Rules",
        "name": "rules",
        "type": "tuple"
      }
    ],
    "name": "createPolicy",
    "outputs": [
      {
        "internalType": "PolicyId",
        "name": "policyId",
        "type": "bytes32"
      }
    ],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "PolicyId",
        "name": "policyId",
        "type": "bytes32"
      },
      {
        "components": [
          {
            "internalType": "address",
            "name": "account",
            "type": "address"
          },
          {
            "internalType": "CommunityId",
            "name": "communityId",
            "type": "bytes32"
          },
          {
            "internalType": "enum ICulturalProtocols.Purpose",
            "name": "purpose",
            "type": "uint8"
          },
          {
            "internalType": "bool",
            "name": "commercial",
            "type": "bool"
          },
          {
            "internalType": "VersionId",
            "name": "derivative",
            "type": "bytes32"
          }
        ],
        "internalType": "struct ICulturalProtocols.Query",
        "name": "query",
        "type": "tuple"
      }
    ],
    "name": "decide",
    "outputs": [
      {
        "components": [
          {
            "internalType": "bool",
            "name": "allowed",
            "type": "bool"
          },
          {
            "internalType": "enum ICulturalProtocols.Reason",
            "name": "reason",
            "type": "uint8"
          },
          {
            "internalType": "uint256",
            "name": "until",
            "type": "uint256"
          }
        ],
        "internalType": "struct ICulturalProtocols.Decision",
        "name": "decision",
        "type": "tuple"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "components": [
          {
            "internalType": "PolicyId",
            "name": "policyId",
            "type": "bytes32"
          },
          {
            "internalType": "CommunityId",
            "name": "communityId",
            "type": "bytes32"
          },
          {
            "internalType": "uint48",
            "name": "closedUntil",
            "type": "uint48"
          },
          {
            "components": [
              {
                "components": [
                  {
                    "internalType": "uint8",
                    "name": "kinds",
                    "type": "uint8"
                  },
                  {
                    "internalType": "uint8",
                    "name": "roles",
                    "type": "uint8"
                  },
                  {
                    "internalType": "GroupId[]",
                    "name": "groups",
                    "type": "bytes32[]"
                  }
                ],
                "internalType": "struct ICulturalProtocols.Clause[]",
                "name": "audience",
                "type": "tuple[]"
              },
              {
                "internalType": "uint16",
                "name": "purposes",
                "type": "uint16"
              },
              {
                "internalType": "enum ICulturalProtocols.Commercial",
                "name": "commercial",
                "type": "uint8"
              },
              {
                "internalType": "uint16",
                "name": "shareBps",
                "type": "uint16"
              },
              {
                "internalType": "enum ICulturalProtocols.Derivatives",
                "name": "derivatives",
                "type": "uint8"
              },
              {
                "internalType": "bool",
                "name": "outreachOnly",
                "type": "bool"
              },
              {
                "internalType": "enum ICulturalProtocols.Retention",
                "name": "retention",
                "type": "uint8"
              },
              {
                "internalType": "uint8",
                "name": "consentThreshold",
                "type": "uint8"
              },
              {
                "internalType": "uint48",
                "name": "expiresAt",
                "type": "uint48"
              },
              {
                "components": [
                  {
                    "internalType": "int16",
                    "name": "utcOffset",
                    "type": "int16"
                  },
                  {
                    "internalType": "uint256",
                    "name": "first",
                    "type": "uint256"
                  },
                  {
                    "internalType": "uint256",
                    "name": "last",
                    "type": "uint256"
                  }
                ],
                "internalType": "struct ICulturalProtocols.Season",
                "name": "season",
                "type": "tuple"
              },
              {
                "internalType": "address",
                "name": "custodian",
                "type": "address"
              },
              {
                "internalType": "bytes32",
                "name": "attribution",
                "type": "bytes32"
              },
              {
                "internalType": "bytes32",
                "name": "document",
                "type": "bytes32"
              },
              {
                "internalType": "bytes32[]",
                "name": "labels",
                "type": "bytes32[]"
              }
            ],
            "internalType": "struct ICulturalProtocols.Rules",
            "name": "rules",
            "type": "tuple"
          }
        ],
        "internalType": "struct ICulturalProtocols.Part[]",
        "name": "parts",
        "type": "tuple[]"
      },
      {
        "components": [
          {
            "internalType": "enum ICulturalProtocols.Purpose",
            "name": "purpose",
            "type": "uint8"
          },
          {
            "internalType": "bool",
            "name": "commercial",
            "type": "bool"
          },
          {
            "internalType": "bool",
            "name": "derivative",
            "type": "bool"
          },
          {
            "components": [
              {
                "internalType": "CommunityId",
                "name": "communityId",
                "type": "bytes32"
              },
              {
                "internalType": "uint8",
                "name": "roles",
                "type": "uint8"
              }
            ],
            "internalType": "struct ICulturalProtocols.Standing[]",
            "name": "memberships",
            "type": "tuple[]"
          },
          {
            "internalType": "CommunityId[]",
            "name": "grants",
            "type": "bytes32[]"
          },
          {
            "internalType": "GroupId[]",
            "name": "groups",
            "type": "bytes32[]"
          },
          {
            "internalType": "PolicyId[]",
            "name": "commercialGrants",
            "type": "bytes32[]"
          },
          {
            "internalType": "PolicyId[]",
            "name": "derivativeApprovals",
            "type": "bytes32[]"
          }
        ],
        "internalType": "struct ICulturalProtocols.Request",
        "name": "request",
        "type": "tuple"
      },
      {
        "internalType": "uint48",
        "name": "moment",
        "type": "uint48"
      }
    ],
    "name": "evaluate",
    "outputs": [
      {
        "components": [
          {
            "internalType": "bool",
            "name": "allowed",
            "type": "bool"
          },
          {
            "internalType": "enum ICulturalProtocols.Reason",
            "name": "reason",
            "type": "uint8"
          },
          {
            "internalType": "uint256",
            "name": "until",
            "type": "uint256"
          }
        ],
        "internalType": "struct ICulturalProtocols.Decision",
        "name": "",
        "type": "tuple"
      }
    ],
    "stateMutability": "pure",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "federation",
    "outputs": [
      {
        "internalType": "contract IFederation",
        "name": "",
        "type": "address"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "CommunityId",
        "name": "communityId",
        "type": "bytes32"
      },
      {
        "internalType": "bytes32",
        "name": "salt",
        "type": "bytes32"
      }
    ],
    "name": "groupIdFor",
    "outputs": [
      {
        "internalType": "GroupId",
        "name": "",
        "type": "bytes32"
      }
    ],
    "stateMutability": "pure",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "PolicyId",
        "name": "policyId",
        "type": "bytes32"
      },
      {
        "internalType": "address",
        "name": "account",
        "type": "address"
      }
    ],
    "name": "hasCommercialGrant",
    "outputs": [
      {
        "internalType": "bool",
        "name": "",
        "type": "bool"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "PolicyId",
        "name": "policyId",
        "type": "bytes32"
      },
      {
        "internalType": "bytes32",
        "name": "subject",
        "type": "bytes32"
      }
    ],
    "name": "hasConsent",
    "outputs": [
      {
        "internalType": "bool",
        "name": "",
        "type": "bool"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "PolicyId",
        "name": "policyId",
        "type": "bytes32"
      },
      {
        "internalType": "address",
        "name": "account",
        "type": "address"
      }
    ],
    "name": "isCustodian",
    "outputs": [
      {
        "internalType": "bool",
        "name": "",
        "type": "bool"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "GroupId",
        "name": "groupId",
        "type": "bytes32"
      },
      {
        "internalType": "address",
        "name": "account",
        "type": "address"
      }
    ],
    "name": "isInGroup",
    "outputs": [
      {
        "internalType": "bool",
        "name": "",
        "type": "bool"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "PolicyId",
        "name": "policyId",
        "type": "bytes32"
      },
      {
        "components": [
          {
            "components": [
              {
                "internalType": "uint8",
                "name": "kinds",
                "type": "uint8"
              },
              {
                "internalType": "uint8",
                "name": "roles",
                "type": "uint8"
              },
              {
                "internalType": "GroupId[]",
                "name": "groups",
                "type": "bytes32[]"
              }
            ],
            "internalType": "struct ICulturalProtocols.Clause[]",
            "name": "audience",
            "type": "tuple[]"
          },
          {
            "internalType": "uint16",
            "name": "purposes",
            "type": "uint16"
          },
          {
            "internalType": "enum ICulturalProtocols.Commercial",
            "name": "commercial",
            "type": "uint8"
          },
          {
            "internalType": "uint16",
            "name": "shareBps",
            "type": "uint16"
          },
          {
            "internalType": "enum ICulturalProtocols.Derivatives",
            "name": "derivatives",
            "type": "uint8"
          },
          {
            "internalType": "bool",
            "name": "outreachOnly",
            "type": "bool"
          },
          {
            "internalType": "enum ICulturalProtocols.Retention",
            "name": "retention",
            "type": "uint8"
          },
          {
            "internalType": "uint8",
            "name": "consentThreshold",
            "type": "uint8"
          },
          {
            "internalType": "uint48",
            "name": "expiresAt",
            "type": "uint48"
          },
          {
            "components": [
              {
                "internalType": "int16",
                "name": "utcOffset",
                "type": "int16"
              },
              {
                "internalType": "uint256",
                "name": "first",
                "type": "uint256"
              },
              {
                "internalType": "uint256",
                "name": "last",
                "type": "uint256"
              }
            ],
            "internalType": "struct ICulturalProtocols.Season",
            "name": "season",
            "type": "tuple"
          },
          {
            "internalType": "address",
            "name": "custodian",
            "type": "address"
          },
          {
            "internalType": "bytes32",
            "name": "attribution",
            "type": "bytes32"
          },
          {
            "internalType": "bytes32",
            "name": "document",
            "type": "bytes32"
          },
          {
            "internalType": "bytes32[]",
            "name": "labels",
            "type": "bytes32[]"
          }
        ],
        "internalType": "struct ICulturalProtocols.Rules",
        "name": "rules",
        "type": "tuple"
      }
    ],
    "name": "loosen",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "PolicyId",
        "name": "policyId",
        "type": "bytes32"
      },
      {
        "components": [
          {
            "components": [
              {
                "internalType": "uint8",
                "name": "kinds",
                "type": "uint8"
              },
              {
                "internalType": "uint8",
                "name": "roles",
                "type": "uint8"
              },
              {
                "internalType": "GroupId[]",
                "name": "groups",
                "type": "bytes32[]"
              }
            ],
            "internalType": "struct ICulturalProtocols.Clause[]",
            "name": "audience",
            "type": "tuple[]"
          },
          {
            "internalType": "uint16",
            "name": "purposes",
            "type": "uint16"
          },
          {
            "internalType": "enum ICulturalProtocols.Commercial",
            "name": "commercial",
            "type": "uint8"
          },
          {
            "internalType": "uint16",
            "name": "shareBps",
            "type": "uint16"
          },
          {
            "internalType": "enum ICulturalProtocols.Derivatives",
            "name": "derivatives",
            "type": "uint8"
          },
          {
            "internalType": "bool",
            "name": "outreachOnly",
            "type": "bool"
          },
          {
            "internalType": "enum ICulturalProtocols.Retention",
            "name": "retention",
            "type": "uint8"
          },
          {
            "internalType": "uint8",
            "name": "consentThreshold",
            "type": "uint8"
          },
          {
            "internalType": "uint48",
            "name": "expiresAt",
            "type": "uint48"
          },
          {
            "components": [
              {
                "internalType": "int16",
                "name": "utcOffset",
                "type": "int16"
              },
              {
                "internalType": "uint256",
                "name": "first",
                "type": "uint256"
              },
              {
                "internalType": "uint256",
                "name": "last",
                "type": "uint256"
              }
            ],
            "internalType": "struct ICulturalProtocols.Season",
            "name": "season",
            "type": "tuple"
          },
          {
            "internalType": "address",
            "name": "custodian",
            "type": "address"
          },
          {
            "internalType": "bytes32",
            "name": "attribution",
            "type": "bytes32"
          },
          {
            "internalType": "bytes32",
            "name": "document",
            "type": "bytes32"
          },
          {
            "internalType": "bytes32[]",
            "name": "labels",
            "type": "bytes32[]"
          }
        ],
        "internalType": "struct ICulturalProtocols.Rules",
        "name": "rules",
        "type": "tuple"
      }
    ],
    "name": "looseningSubject",
    "outputs": [
      {
        "internalType": "bytes32",
        "name": "",
        "type": "bytes32"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "PolicyId",
        "name": "policyId",
        "type": "bytes32"
      },
      {
        "internalType": "CommunityId",
        "name": "communityId",
        "type": "bytes32"
      },
      {
        "internalType": "VersionId",
        "name": "versionId",
        "type": "bytes32"
      }
    ],
    "name": "mayDerive",
    "outputs": [
      {
        "internalType": "bool",
        "name": "",
        "type": "bool"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "PolicyId",
        "name": "policyId",
        "type": "bytes32"
      }
    ],
    "name": "needsConsent",
    "outputs": [
      {
        "internalType": "bool",
        "name": "",
        "type": "bool"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "PolicyId",
        "name": "policyId",
        "type": "bytes32"
      }
    ],
    "name": "partsOf",
    "outputs": [
      {
        "components": [
          {
            "internalType": "PolicyId",
            "name": "policyId",
            "type": "bytes32"
          },
          {
            "internalType": "CommunityId",
            "name": "communityId",
            "type": "bytes32"
          },
          {
            "internalType": "uint48",
            "name": "closedUntil",
            "type": "uint48"
          },
          {
            "components": [
              {
                "components": [
                  {
                    "internalType": "uint8",
                    "name": "kinds",
                    "type": "uint8"
                  },
                  {
                    "internalType": "uint8",
                    "name": "roles",
                    "type": "uint8"
                  },
                  {
                    "internalType": "GroupId[]",
                    "name": "groups",
                    "type": "bytes32[]"
                  }
                ],
                "internalType": "struct ICulturalProtocols.Clause[]",
                "name": "audience",
                "type": "tuple[]"
              },
              {
                "internalType": "uint16",
                "name": "purposes",
                "type": "uint16"
              },
              {
                "internalType": "enum ICulturalProtocols.Commercial",
                "name": "commercial",
                "type": "uint8"
              },
              {
                "internalType": "uint16",
                "name": "shareBps",
                "type": "uint16"
              },
              {
                "internalType": "enum ICulturalProtocols.Derivatives",
                "name": "derivatives",
                "type": "uint8"
              },
              {
                "internalType": "bool",
                "name": "outreachOnly",
                "type": "bool"
              },
              {
                "internalType": "enum ICulturalProtocols.Retention",
                "name": "retention",
                "type": "uint8"
              },
              {
                "internalType": "uint8",
                "name": "consentThreshold",
                "type": "uint8"
              },
              {
                "internalType": "uint48",
                "name": "expiresAt",
                "type": "uint48"
              },
              {
                "components": [
                  {
                    "internalType": "int16",
                    "name": "utcOffset",
                    "type": "int16"
                  },
                  {
                    "internalType": "uint256",
                    "name": "first",
                    "type": "uint256"
                  },
                  {
                    "internalType": "uint256",
                    "name": "last",
                    "type": "uint256"
                  }
                ],
                "internalType": "struct ICulturalProtocols.Season",
                "name": "season",
                "type": "tuple"
              },
              {
                "internalType": "address",
                "name": "custodian",
                "type": "address"
              },
              {
                "internalType": "bytes32",
                "name": "attribution",
                "type": "bytes32"
              },
              {
                "internalType": "bytes32",
                "name": "document",
                "type": "bytes32"
              },
              {
                "internalType": "bytes32[]",
                "name": "labels",
                "type": "bytes32[]"
              }
            ],
            "internalType": "struct ICulturalProtocols.Rules",
            "name": "rules",
            "type": "tuple"
          }
        ],
        "internalType": "struct ICulturalProtocols.Part[]",
        "name": "parts",
        "type": "tuple[]"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "CommunityId",
        "name": "communityId",
        "type": "bytes32"
      },
      {
        "internalType": "bytes32",
        "name": "salt",
        "type": "bytes32"
      }
    ],
    "name": "policyIdFor",
    "outputs": [
      {
        "internalType": "PolicyId",
        "name": "",
        "type": "bytes32"
      }
    ],
    "stateMutability": "pure",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "PolicyId",
        "name": "policyId",
        "type": "bytes32"
      }
    ],
    "name": "policyOf",
    "outputs": [
      {
        "components": [
          {
            "internalType": "CommunityId",
            "name": "communityId",
            "type": "bytes32"
          },
          {
            "internalType": "uint32",
            "name": "revision",
            "type": "uint32"
          },
          {
            "internalType": "uint48",
            "name": "closedUntil",
            "type": "uint48"
          },
          {
            "internalType": "PolicyId[]",
            "name": "parts",
            "type": "bytes32[]"
          },
          {
            "components": [
              {
                "components": [
                  {
                    "internalType": "uint8",
                    "name": "kinds",
                    "type": "uint8"
                  },
                  {
                    "internalType": "uint8",
                    "name": "roles",
                    "type": "uint8"
                  },
                  {
                    "internalType": "GroupId[]",
                    "name": "groups",
                    "type": "bytes32[]"
                  }
                ],
                "internalType": "struct ICulturalProtocols.Clause[]",
                "name": "audience",
                "type": "tuple[]"
              },
              {
                "internalType": "uint16",
                "name": "purposes",
                "type": "uint16"
              },
              {
                "internalType": "enum ICulturalProtocols.Commercial",
                "name": "commercial",
                "type": "uint8"
              },
              {
                "internalType": "uint16",
                "name": "shareBps",
                "type": "uint16"
              },
              {
                "internalType": "enum ICulturalProtocols.Derivatives",
                "name": "derivatives",
                "type": "uint8"
              },
              {
                "internalType": "bool",
                "name": "outreachOnly",
                "type": "bool"
              },
              {
                "internalType": "enum ICulturalProtocols.Retention",
                "name": "retention",
                "type": "uint8"
              },
              {
                "internalType": "uint8",
                "name": "consentThreshold",
                "type": "uint8"
              },
              {
                "internalType": "uint48",
                "name": "expiresAt",
                "type": "uint48"
              },
              {
                "components": [
                  {
                    "internalType": "int16",
                    "name": "utcOffset",
                    "type": "int16"
                  },
                  {
                    "internalType": "uint256",
                    "name": "first",
                    "type": "uint256"
                  },
                  {
                    "internalType": "uint256",
                    "name": "last",
                    "type": "uint256"
                  }
                ],
                "internalType": "struct ICulturalProtocols.Season",
                "name": "season",
                "type": "tuple"
              },
              {
                "internalType": "address",
                "name": "custodian",
                "type": "address"
              },
              {
                "internalType": "bytes32",
                "name": "attribution",
                "type": "bytes32"
              },
              {
                "internalType": "bytes32",
                "name": "document",
                "type": "bytes32"
              },
              {
                "internalType": "bytes32[]",
                "name": "labels",
                "type": "bytes32[]"
              }
            ],
            "internalType": "struct ICulturalProtocols.Rules",
            "name": "rules",
            "type": "tuple"
          }
        ],
        "internalType": "struct ICulturalProtocols.Policy",
        "name": "",
        "type": "tuple"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "PolicyId",
        "name": "policyId",
        "type": "bytes32"
      },
      {
        "internalType": "address",
        "name": "account",
        "type": "address"
      },
      {
        "internalType": "bool",
        "name": "granted",
        "type": "bool"
      }
    ],
    "name": "setCommercialGrant",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "PolicyId",
        "name": "policyId",
        "type": "bytes32"
      },
      {
        "internalType": "VersionId",
        "name": "versionId",
        "type": "bytes32"
      },
      {
        "internalType": "bool",
        "name": "approved",
        "type": "bool"
      }
    ],
    "name": "setDerivativeApproval",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "GroupId",
        "name": "groupId",
        "type": "bytes32"
      },
      {
        "internalType": "address",
        "name": "account",
        "type": "address"
      },
      {
        "internalType": "bool",
        "name": "isIn",
        "type": "bool"
      }
    ],
    "name": "setGroupMember",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "PolicyId",
        "name": "policyId",
        "type": "bytes32"
      },
      {
        "components": [
          {
            "components": [
              {
                "internalType": "uint8",
                "name": "kinds",
                "type": "uint8"
              },
              {
                "internalType": "uint8",
                "name": "roles",
                "type": "uint8"
              },
              {
                "internalType": "GroupId[]",
                "name": "groups",
                "type": "bytes32[]"
              }
            ],
            "internalType": "struct ICulturalProtocols.Clause[]",
            "name": "audience",
            "type": "tuple[]"
          },
          {
            "internalType": "uint16",
            "name": "purposes",
            "type": "uint16"
          },
          {
            "internalType": "enum ICulturalProtocols.Commercial",
            "name": "commercial",
            "type": "uint8"
          },
          {
            "internalType": "uint16",
            "name": "shareBps",
            "type": "uint16"
          },
          {
            "internalType": "enum ICulturalProtocols.Derivatives",
            "name": "derivatives",
            "type": "uint8"
          },
          {
            "internalType": "bool",
            "name": "outreachOnly",
            "type": "bool"
          },
          {
            "internalType": "enum ICulturalProtocols.Retention",
            "name": "retention",
            "type": "uint8"
          },
          {
            "internalType": "uint8",
            "name": "consentThreshold",
            "type": "uint8"
          },
          {
            "internalType": "uint48",
            "name": "expiresAt",
            "type": "uint48"
          },
          {
            "components": [
              {
                "internalType": "int16",
                "name": "utcOffset",
                "type": "int16"
              },
              {
                "internalType": "uint256",
                "name": "first",
                "type": "uint256"
              },
              {
                "internalType": "uint256",
                "name": "last",
                "type": "uint256"
              }
            ],
            "internalType": "struct ICulturalProtocols.Season",
            "name": "season",
            "type": "tuple"
          },
          {
            "internalType": "address",
            "name": "custodian",
            "type": "address"
          },
          {
            "internalType": "bytes32",
            "name": "attribution",
            "type": "bytes32"
          },
          {
            "internalType": "bytes32",
            "name": "document",
            "type": "bytes32"
          },
          {
            "internalType": "bytes32[]",
            "name": "labels",
            "type": "bytes32[]"
          }
        ],
        "internalType": "struct ICulturalProtocols.Rules",
        "name": "rules",
        "type": "tuple"
      }
    ],
    "name": "tighten",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  }
] as const
