export const communityFactoryAbi = [
  {
    "inputs": [
      {
        "internalType": "contract ICommunityRegistry",
        "name": "registry_",
        "type": "address"
      },
      {
        "internalType": "address",
        "name": "membership",
        "type": "address"
      },
      {
        "internalType": "address",
        "name": "governor",
        "type": "address"
      },
      {
        "internalType": "address",
        "name": "timelock",
        "type": "address"
      },
      {
        "internalType": "address",
        "name": "council",
        "type": "address"
      },
      {
        "components": [
          {
            "internalType": "uint48",
            "name": "votingDelay",
            "type": "uint48"
          },
          {
            "internalType": "uint32",
            "name": "votingPeriod",
            "type": "uint32"
          },
          {
            "internalType": "uint32",
            "name": "timelockDelay",
            "type": "uint32"
          },
          {
            "internalType": "uint16",
            "name": "quorumBps",
            "type": "uint16"
          },
          {
            "internalType": "uint32",
            "name": "recoveryDelay",
            "type": "uint32"
          }
        ],
        "internalType": "struct ICommunityFactory.Floors",
        "name": "floors_",
        "type": "tuple"
      }
    ],
    "stateMutability": "nonpayable",
    "type": "constructor"
  },
  {
    "inputs": [],
    "name": "CloneArgumentsTooLong",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "CommunityFactory_InvalidFloors",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "implementation",
        "type": "address"
      }
    ],
    "name": "CommunityFactory_InvalidImplementation",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "length",
        "type": "uint256"
      }
    ],
    "name": "CommunityFactory_InvalidName",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "CommunityFactory_NoFounders",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "Create2EmptyBytecode",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "FailedDeployment",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "balance",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "needed",
        "type": "uint256"
      }
    ],
    "name": "InsufficientBalance",
    "type": "error"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "CommunityId",
        "name": "communityId",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "part",
        "type": "address"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "implementation",
        "type": "address"
      }
    ],
    "name": "PartDeployed",
    "type": "event"
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
        "components": [
          {
            "internalType": "uint16",
            "name": "consentThreshold",
            "type": "uint16"
          },
          {
            "internalType": "uint16",
            "name": "vetoThreshold",
            "type": "uint16"
          },
          {
            "internalType": "uint32",
            "name": "vetoTerm",
            "type": "uint32"
          }
        ],
        "internalType": "struct IElderCouncil.CouncilSettings",
        "name": "settings",
        "type": "tuple"
      }
    ],
    "name": "deployCouncil",
    "outputs": [
      {
        "internalType": "address",
        "name": "council",
        "type": "address"
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
        "internalType": "address",
        "name": "timelock",
        "type": "address"
      },
      {
        "components": [
          {
            "internalType": "uint48",
            "name": "votingDelay",
            "type": "uint48"
          },
          {
            "internalType": "uint32",
            "name": "votingPeriod",
            "type": "uint32"
          },
          {
            "internalType": "uint48",
            "name": "lateQuorumVoteExtension",
            "type": "uint48"
          },
          {
            "internalType": "uint16",
            "name": "quorumBps",
            "type": "uint16"
          },
          {
            "internalType": "uint32",
            "name": "minimumVoters",
            "type": "uint32"
          },
          {
            "internalType": "uint16",
            "name": "proposalThreshold",
            "type": "uint16"
          },
          {
            "internalType": "uint32",
            "name": "reproposalCooldown",
            "type": "uint32"
          },
          {
            "internalType": "uint16",
            "name": "superMajorityBps",
            "type": "uint16"
          }
        ],
        "internalType": "struct ICommunityGovernor.GovernorSettings",
        "name": "settings",
        "type": "tuple"
      }
    ],
    "name": "deployGovernor",
    "outputs": [
      {
        "internalType": "address",
        "name": "governor",
        "type": "address"
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
        "internalType": "address",
        "name": "governor",
        "type": "address"
      },
      {
        "internalType": "address",
        "name": "council",
        "type": "address"
      },
      {
        "components": [
          {
            "internalType": "uint16",
            "name": "capBps",
            "type": "uint16"
          },
          {
            "internalType": "uint32",
            "name": "period",
            "type": "uint32"
          }
        ],
        "internalType": "struct ICommunityTimelock.TreasuryCap",
        "name": "cap",
        "type": "tuple"
      },
      {
        "internalType": "uint32",
        "name": "delay",
        "type": "uint32"
      }
    ],
    "name": "deployTimelock",
    "outputs": [
      {
        "internalType": "address",
        "name": "timelock",
        "type": "address"
      }
    ],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "floors",
    "outputs": [
      {
        "components": [
          {
            "internalType": "uint48",
            "name": "votingDelay",
            "type": "uint48"
          },
          {
            "internalType": "uint32",
            "name": "votingPeriod",
            "type": "uint32"
          },
          {
            "internalType": "uint32",
            "name": "timelockDelay",
            "type": "uint32"
          },
          {
            "internalType": "uint16",
            "name": "quorumBps",
            "type": "uint16"
          },
          {
            "internalType": "uint32",
            "name": "recoveryDelay",
            "type": "uint32"
          }
        ],
        "internalType": "struct ICommunityFactory.Floors",
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
        "components": [
          {
            "internalType": "bytes32",
            "name": "salt",
            "type": "bytes32"
          },
          {
            "internalType": "string",
            "name": "name",
            "type": "string"
          },
          {
            "internalType": "bytes32",
            "name": "charterDigest",
            "type": "bytes32"
          },
          {
            "internalType": "string",
            "name": "charterURI",
            "type": "string"
          },
          {
            "components": [
              {
                "internalType": "address",
                "name": "account",
                "type": "address"
              },
              {
                "internalType": "uint8",
                "name": "roles",
                "type": "uint8"
              }
            ],
            "internalType": "struct IMembership.Founder[]",
            "name": "founders",
            "type": "tuple[]"
          },
          {
            "components": [
              {
                "components": [
                  {
                    "internalType": "uint8",
                    "name": "needed",
                    "type": "uint8"
                  },
                  {
                    "internalType": "uint32",
                    "name": "period",
                    "type": "uint32"
                  }
                ],
                "internalType": "struct IVouching.VouchingSettings",
                "name": "vouching",
                "type": "tuple"
              },
              {
                "internalType": "uint32",
                "name": "recoveryDelay",
                "type": "uint32"
              }
            ],
            "internalType": "struct IMembership.MembershipSettings",
            "name": "membership",
            "type": "tuple"
          },
          {
            "components": [
              {
                "internalType": "uint48",
                "name": "votingDelay",
                "type": "uint48"
              },
              {
                "internalType": "uint32",
                "name": "votingPeriod",
                "type": "uint32"
              },
              {
                "internalType": "uint48",
                "name": "lateQuorumVoteExtension",
                "type": "uint48"
              },
              {
                "internalType": "uint16",
                "name": "quorumBps",
                "type": "uint16"
              },
              {
                "internalType": "uint32",
                "name": "minimumVoters",
                "type": "uint32"
              },
              {
                "internalType": "uint16",
                "name": "proposalThreshold",
                "type": "uint16"
              },
              {
                "internalType": "uint32",
                "name": "reproposalCooldown",
                "type": "uint32"
              },
              {
                "internalType": "uint16",
                "name": "superMajorityBps",
                "type": "uint16"
              }
            ],
            "internalType": "struct ICommunityGovernor.GovernorSettings",
            "name": "governor",
            "type": "tuple"
          },
          {
            "components": [
              {
                "internalType": "uint16",
                "name": "consentThreshold",
                "type": "uint16"
              },
              {
                "internalType": "uint16",
                "name": "vetoThreshold",
                "type": "uint16"
              },
              {
                "internalType": "uint32",
                "name": "vetoTerm",
                "type": "uint32"
              }
            ],
            "internalType": "struct IElderCouncil.CouncilSettings",
            "name": "council",
            "type": "tuple"
          },
          {
            "components": [
              {
                "internalType": "uint16",
                "name": "capBps",
                "type": "uint16"
              },
              {
                "internalType": "uint32",
                "name": "period",
                "type": "uint32"
              }
            ],
            "internalType": "struct ICommunityTimelock.TreasuryCap",
            "name": "treasury",
            "type": "tuple"
          },
          {
            "internalType": "uint32",
            "name": "timelockDelay",
            "type": "uint32"
          }
        ],
        "internalType": "struct ICommunityFactory.Founding",
        "name": "founding",
        "type": "tuple"
      }
    ],
    "name": "found",
    "outputs": [
      {
        "components": [
          {
            "internalType": "CommunityId",
            "name": "communityId",
            "type": "bytes32"
          },
          {
            "internalType": "address",
            "name": "membership",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "governor",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "timelock",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "council",
            "type": "address"
          }
        ],
        "internalType": "struct ICommunityFactory.Deployment",
        "name": "community",
        "type": "tuple"
      }
    ],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "implementations",
    "outputs": [
      {
        "internalType": "address",
        "name": "membership",
        "type": "address"
      },
      {
        "internalType": "address",
        "name": "governor",
        "type": "address"
      },
      {
        "internalType": "address",
        "name": "timelock",
        "type": "address"
      },
      {
        "internalType": "address",
        "name": "council",
        "type": "address"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "founder",
        "type": "address"
      },
      {
        "internalType": "bytes32",
        "name": "salt",
        "type": "bytes32"
      }
    ],
    "name": "predict",
    "outputs": [
      {
        "components": [
          {
            "internalType": "CommunityId",
            "name": "communityId",
            "type": "bytes32"
          },
          {
            "internalType": "address",
            "name": "membership",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "governor",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "timelock",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "council",
            "type": "address"
          }
        ],
        "internalType": "struct ICommunityFactory.Deployment",
        "name": "community",
        "type": "tuple"
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
        "internalType": "address",
        "name": "deployer",
        "type": "address"
      },
      {
        "internalType": "bytes32",
        "name": "salt",
        "type": "bytes32"
      }
    ],
    "name": "predictParts",
    "outputs": [
      {
        "internalType": "address",
        "name": "governor",
        "type": "address"
      },
      {
        "internalType": "address",
        "name": "timelock",
        "type": "address"
      },
      {
        "internalType": "address",
        "name": "council",
        "type": "address"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "registry",
    "outputs": [
      {
        "internalType": "contract ICommunityRegistry",
        "name": "",
        "type": "address"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  }
] as const
